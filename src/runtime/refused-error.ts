/** Something that another attempt would not change. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError';
}
