import { alternatives } from '../../diagnostic/suggest.ts';
import type { DiffReport } from '../../commands/diff/diff.ts';
import { counted } from '../style.ts';

/** `2 flags and 1 segment change between main (4f1c2d9) and the working tree`, as it is for the names that are given. */
export function diffHeading(report: DiffReport, nameOf: (name: string) => string): string {
  const { flags, segments, governance, base, head } = report;
  const side = ({ name, commit }: DiffReport['base']): string => {
    const short = commit?.slice(0, 7) ?? '';
    return short === '' || short === name ? nameOf(name) : `${nameOf(name)} (${short})`;
  };
  const between = `between ${side(base)} and ${side(head)}`;
  const files = governance.map(({ file }) => nameOf(file.slice(file.lastIndexOf('/') + 1)));
  const what = [
    flags.length > 0 ? counted(flags.length, 'flag') : '',
    segments.length > 0 ? counted(segments.length, 'segment') : '',
    ...files,
  ].filter((part) => part !== '');
  if (what.length === 0) return `nothing changes in meaning ${between}`;
  const isOne = what.length === 1 && flags.length + segments.length <= 1;
  return `${alternatives(what, 'and')} ${isOne ? 'changes' : 'change'} ${between}`;
}
