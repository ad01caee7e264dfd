/** Looking for so many ids one by one is faster than making the table. */
const SEARCHES = 30;

/**
 * The ids of a first-parent chain, oldest first, and where each is. Ids are kept as bytes: 20 or 32 a commit.
 */
export class Chain {
  readonly length: number;
  /** Bytes of one id. */
  readonly width: number;
  readonly bytes: Buffer;
  /** Open addressing by the first four bytes of an id: a position, or -1. Made when first needed. */
  #table: Int32Array | undefined;
  #searches = 0;

  /** @param width bytes of an id */
  constructor(bytes: Uint8Array, width: number) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.width = width;
    this.length = bytes.byteLength / width;
  }

  /** The full id of the commit at a position, from 0. */
  id(position: number): string {
    return this.bytes.toString('hex', position * this.width, (position + 1) * this.width);
  }

  /** The position of a commit; -1 if it is not on this chain. */
  indexOf(id: string): number {
    if (id.length !== this.width * 2) return -1;
    const wanted = Buffer.from(id, 'hex');
    if (wanted.length !== this.width) return -1;
    // Most who ask, ask for the newest.
    if (this.#is(wanted, this.length - 1)) return this.length - 1;
    if (this.#table === undefined && this.#searches < SEARCHES) return this.#search(wanted);
    const table = (this.#table ??= this.#makeTable());
    const mask = table.length - 1;
    for (let slot = wanted.readUInt32LE(0) & mask; ; slot = (slot + 1) & mask) {
      const position = table[slot] ?? -1;
      if (position < 0 || this.#is(wanted, position)) return position;
    }
  }

  /** The chain up to a position, which is its newest. */
  upTo(position: number): Chain {
    return position === this.length - 1
      ? this
      : new Chain(this.bytes.subarray(0, (position + 1) * this.width), this.width);
  }

  #is(wanted: Buffer, position: number): boolean {
    const start = position * this.width;
    return position >= 0 && this.bytes.compare(wanted, 0, this.width, start, start + this.width) === 0;
  }

  #search(wanted: Buffer): number {
    this.#searches++;
    let at = this.bytes.indexOf(wanted);
    // Not the end of one id and the beginning of the next.
    while (at >= 0 && at % this.width !== 0) at = this.bytes.indexOf(wanted, at + 1);
    return at < 0 ? -1 : at / this.width;
  }

  #makeTable(): Int32Array {
    const table = new Int32Array(2 ** Math.ceil(Math.log2(this.length * 2 + 2))).fill(-1);
    const mask = table.length - 1;
    for (let position = 0; position < this.length; position++) {
      let slot = this.bytes.readUInt32LE(position * this.width) & mask;
      while ((table[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      table[slot] = position;
    }
    return table;
  }
}
