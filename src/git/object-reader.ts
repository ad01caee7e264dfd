/** An object out of git's database. */
export interface GitObject {
  readonly oid: string;
  readonly type: 'blob' | 'tree' | 'commit' | 'tag';
  /** In bytes. */
  readonly size: number;
  /** Empty if the object is larger than was asked for. */
  readonly content: Buffer;
}

/** What `git cat-file --batch` answers to one name: an object, or the line that says why not. */
export type BatchAnswer = GitObject | { readonly refusal: string };

const HEADER = /^([0-9a-f]{40}|[0-9a-f]{64}) (blob|tree|commit|tag) (\d+)$/;
const LINE_END = 10;

/**
 * Takes the output of `git cat-file --batch` in pieces of any length and gives each answer as soon as it is whole.
 * Contents are copied once, however many pieces they come in.
 */
export class ObjectReader {
  readonly #answer: (answer: BatchAnswer) => void;
  readonly #limit: () => number;
  /** The start of a header line whose end has not come yet. */
  #held: Buffer[] = [];
  #object: GitObject | undefined;
  #filled = 0;

  /** @param limit bytes of the next object above which its content is passed over */
  constructor(answer: (answer: BatchAnswer) => void, limit: () => number = () => Infinity) {
    this.#answer = answer;
    this.#limit = limit;
  }

  /** @throws RangeError for an object larger than a buffer may be, if that is within the limit */
  push(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#object === undefined) {
        const end = chunk.indexOf(LINE_END, at);
        this.#held.push(chunk.subarray(at, end < 0 ? chunk.length : end));
        if (end < 0) return;
        at = end + 1;
        this.#begin(Buffer.concat(this.#held).toString('utf8'));
        this.#held = [];
      } else if (this.#filled < this.#object.size) {
        const count = Math.min(this.#object.size - this.#filled, chunk.length - at);
        chunk.copy(this.#object.content, this.#filled, at, at + count);
        this.#filled += count;
        at += count;
      } else {
        // The line end that follows the content.
        at++;
        const object = this.#object;
        this.#object = undefined;
        this.#answer(object);
      }
    }
  }

  #begin(line: string): void {
    const header = HEADER.exec(line);
    if (header === null) {
      this.#answer({ refusal: line });
      return;
    }
    const size = Number(header[3]);
    this.#object = {
      oid: header[1] ?? '',
      type: header[2] as GitObject['type'],
      size,
      content: Buffer.allocUnsafe(size > this.#limit() ? 0 : size),
    };
    this.#filled = 0;
  }
}
