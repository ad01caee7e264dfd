import { hashOf } from './word-hash.ts';

/** Texts to be found among the words of code, with what is known of each. Words are compared by hash first. */
export class WordTable<Known> {
  private readonly known = new Map<string, Known[]>();
  private readonly hashes = new Uint8Array(1 << 18);
  private readonly mask = this.hashes.length - 1;

  /** @param text of ASCII */
  add(text: string, known: Known): void {
    const list = this.known.get(text);
    if (list) list.push(known);
    else this.known.set(text, [known]);
    this.hashes[hashOf(text) & this.mask] = 1;
  }

  /** @param hash of the bytes from `start` to `end`; see `addToHash` */
  find(bytes: Buffer, start: number, end: number, hash: number): readonly Known[] | undefined {
    return this.hashes[hash & this.mask] === 1 ? this.known.get(bytes.toString('latin1', start, end)) : undefined;
  }
}
