/**
 * The lines of a stream, without their ends; `undefined` in place of a line that is longer than allowed, of which nothing
 * is kept. What follows the last line end is a line as well.
 * @param longest in bytes
 */
export async function* splitLines(
  stream: AsyncIterable<Uint8Array | string>,
  longest: number,
): AsyncIterable<string | undefined> {
  let parts: Uint8Array[] = [];
  let length = 0;
  const keep = (bytes: Uint8Array): void => {
    length += bytes.length;
    if (length > longest) parts = [];
    else parts.push(bytes);
  };
  const take = (): string | undefined => {
    const line = length > longest ? undefined : Buffer.concat(parts).toString('utf8');
    [parts, length] = [[], 0];
    return line;
  };
  for await (const chunk of stream) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    let from = 0;
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, from)) {
      keep(bytes.subarray(from, end));
      yield take();
      from = end + 1;
    }
    keep(bytes.subarray(from));
  }
  if (length > 0) yield take();
}
