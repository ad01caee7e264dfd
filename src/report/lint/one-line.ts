import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { printable } from '../../diagnostic/printable.ts';

/** What is wrong and what to do, for places that have room for one text only. */
export function inOneLine({ message, help }: Diagnostic): string {
  return printable(help === undefined ? message : `${message}. Help: ${help}`);
}
