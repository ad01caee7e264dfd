/** Numbers by index, 0 where none was set: a typed array that grows. */
export class GrowingNumbers<List extends Float64Array | Uint32Array | Uint16Array> {
  #list: List;
  readonly #make: (length: number) => List;

  constructor(make: (length: number) => List) {
    this.#make = make;
    this.#list = make(1024);
  }

  get(index: number): number {
    return this.#list[index] ?? 0;
  }

  set(index: number, value: number): void {
    if (index >= this.#list.length) {
      const larger = this.#make(Math.max(index + 1, this.#list.length * 2));
      larger.set(this.#list as never);
      this.#list = larger;
    }
    this.#list[index] = value;
  }
}

export const doubles = (): GrowingNumbers<Float64Array> => new GrowingNumbers((length) => new Float64Array(length));
export const counts = (): GrowingNumbers<Uint32Array> => new GrowingNumbers((length) => new Uint32Array(length));
export const indices = (): GrowingNumbers<Uint16Array> => new GrowingNumbers((length) => new Uint16Array(length));
