import type { MergeDriverReport } from '../../commands/merge-driver/merge-driver.ts';
import { prose } from '../../diagnostic/printable.ts';

/** What git shows of a merge beside its own lines: what a rule decided, and what somebody has to. */
export function mergeDriverLines({ file, conflicts, settled, reason, written }: MergeDriverReport): string[] {
  const name = (one: { environment: string | undefined; what: string }): string =>
    `${file}: ${one.environment === undefined ? '' : `${one.environment}: `}${one.what}`;
  const decided = settled.map((one) => `${name(one)}: ${one.chosen} ${one.why}`);
  const open = conflicts.map((one) => `conflict in ${name(one)}: ${one.why}`);
  const other = reason === undefined ? [] : [`${file}: ${written ? 'merged line by line' : 'not merged'}: ${reason}`];
  return [...decided, ...open, ...other].map((line) => prose(line));
}
