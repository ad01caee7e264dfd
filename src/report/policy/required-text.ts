import type { PolicyRequiredReport } from '../../commands/policy/required.ts';
import { prose } from '../../diagnostic/printable.ts';
import { hanging } from '../hanging.ts';
import { counted, type Style } from '../style.ts';
import { candidatesText, placeText } from './remedy.ts';

/** Each approval that is missing: how many, of whom, for what. */
export function policyRequiredText(
  { approvals, others, head, policyFrom }: PolicyRequiredReport,
  style: Style,
): string {
  const { paint, unicode, width } = style;
  const blocks = approvals.map(({ rule, from, missing, have, candidates, places, commits }) => {
    const title = `${counted(missing, 'approval')} from ${from.join(', ')}`;
    const shown = places.slice(0, 8).map(placeText);
    if (places.length > shown.length) shown.push(`${places.length - shown.length} more`);
    return [
      `${paint.bold(prose(title, unicode))}   ${paint.dim(prose(`rule ${rule}`, unicode))}`,
      ...hanging('  for   ', prose(shown.join(', '), unicode), width),
      ...(have.length === 0 ? [] : hanging('  have  ', prose(have.join(', '), unicode), width)),
      ...hanging('  ', prose(candidatesText(candidates), unicode), width),
      ...hanging('  in    ', commits.map((id) => (id === 'uncommitted' ? 'what is not committed yet' : id.slice(0, 7))).join(', '), width), // prettier-ignore
    ];
  });
  if (approvals.length === 0) {
    const why = policyFrom === undefined ? 'there is no policy' : 'the policy asks for none, or all are there';
    blocks.push([`no approval is missing up to ${head.commit.slice(0, 7)}: ${why}`]);
  } else {
    blocks.push([
      `${paint.cyan('help')}: approve in the forge and hand its list over with --approvals,`,
      '      or add trailers: git commit --amend --trailer "Approved-by: NAME <ADDRESS>"',
    ]);
  }
  if (others > 0) {
    blocks.push([`${paint.red(counted(others, 'violation'))} that no approval settles: flagwright policy check`]);
  }
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}
