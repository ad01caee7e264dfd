/** In bytes. What is allocated anew costs more than what is written into it, so pieces are made in one place. */
export const pieceSize = 1 << 18;

/** In UTF-16 units, each at most three bytes of UTF-8: what is begun and one of these always fit in twice the size. */
const mostUnits = Math.floor(pieceSize / 3);

/**
 * Texts, one after the other, as UTF-8.
 * @returns pieces of `pieceSize`, the last one of less; each is as it was until the next is asked for
 */
export function* inPieces(texts: Iterable<string>): Generator<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(2 * pieceSize);
  let end = 0;
  for (const text of texts) {
    for (let from = 0; from < text.length;) {
      const to = from + mostUnits;
      // Two units that are one character stay together.
      const cut = (text.codePointAt(to - 1) ?? 0) > 0xffff ? to - 1 : to;
      end += bytes.write(text.slice(from, cut), end);
      from = cut;
      if (end < pieceSize) continue;
      yield bytes.subarray(0, pieceSize);
      bytes.copyWithin(0, pieceSize, end);
      end -= pieceSize;
    }
  }
  yield bytes.subarray(0, end);
}

/** Lines as texts of some size. */
export function* inParagraphs(lines: readonly string[]): Generator<string> {
  const count = 64;
  for (let at = 0; at < lines.length; at += count) yield `${lines.slice(at, at + count).join('\n')}\n`;
}
