import { prose } from '../diagnostic/printable.ts';

/** The text of a workflow command, with the escapes that GitHub's runner undoes. */
export function annotationText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of one. Control characters other than line ends have no escape, and must not reach the log. */
export function annotationProperty(text: string): string {
  const safe = text.replace(/[^\r\n]+/g, (line) => prose(line));
  return annotationText(safe).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
