import { EVENT_ID, type Event } from 'js-yaml';

/** The offset after the bracket that closes a flow collection; what lies between is space, commas and comments. */
export function closingBracket(text: string, from: number, bracket: number): number {
  let at = from;
  while (at < text.length) {
    const c = text.charCodeAt(at);
    if (c === bracket) return at + 1;
    if (c === 35) while (at < text.length && text.charCodeAt(at) !== 10) at++;
    else at++;
  }
  return at;
}

/** The offset of the first value of a document; the end of the text where there is none. */
export function firstContent(events: readonly Event[], text: string): number {
  const first = events.find((event) => event.type !== EVENT_ID.DOCUMENT);
  if (first && 'start' in first) return first.start;
  return first && 'valueStart' in first && first.valueStart >= 0 ? first.valueStart : text.length;
}

/** Whether a character code is white space. */
export function isBlank(c: number): boolean {
  return c === 10 || c === 13 || c === 32 || c === 9;
}
