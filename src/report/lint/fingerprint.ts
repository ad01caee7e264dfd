import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';

/** Numbers by themselves, such as the days that are left: they change while the problem stays the same. */
const changingNumber = /(?<![\w.-])\d+(?![\w.-])/g;

/**
 * A name for each diagnostic, in their order, by which a code host knows it again: 32 hexadecimal digits, each
 * different, the same wherever in its file the diagnostic moves.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): readonly string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ rule, file, message }) => {
    const identity = JSON.stringify([rule, file, message.replace(changingNumber, '0')]);
    const occurrence = seen.get(identity) ?? 0;
    seen.set(identity, occurrence + 1);
    return createHash('sha256').update(`${occurrence} ${identity}`).digest('hex').slice(0, 32);
  });
}
