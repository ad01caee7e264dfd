import { alternatives } from '../../diagnostic/suggest.ts';
import { fields, text } from '../../model/read.ts';
import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import type { ApprovalNeed } from '../../rollback/situation.ts';
import { hanging } from '../hanging.ts';
import { prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { cut, moreText, namesText } from './cut.ts';

const most = 8;

/** The approvals that the policy wants, those first that are missing; one line where all flags need the same. */
export function approvalLines(plan: RollbackPlan, { paint, width, unicode }: Style): string[] {
  const { shown, left } = cut(approvalTexts(plan), most);
  if (shown.length === 0) return [];
  const mark = 'approvals    ';
  const lines = shown.flatMap((line, at) =>
    hanging(at === 0 ? mark : ' '.repeat(mark.length), prose(line, unicode), width),
  );
  if (left > 0) lines.push(paint.dim(' '.repeat(mark.length) + prose(moreText(left), unicode)));
  return lines.map((line, at) => (at === 0 ? paint.bold('approvals') + line.slice('approvals'.length) : line));
}

/** `1 more from payments or release-manager`; where there are several needs, with what they are for. */
export function approvalTexts({ approvals, restorations }: RollbackPlan): string[] {
  const owners = new Map(restorations.map(({ key, before, after }) => [key, ownerOf(before) ?? ownerOf(after)]));
  const places = new Map<string, string[]>();
  const missing = ({ count, have }: ApprovalNeed): boolean => have.length < count;
  for (const need of [...approvals.filter(missing), ...approvals.filter((one) => !missing(one))]) {
    const what = needText(need, owners.get(need.flag) ?? 'its owner');
    const where = places.get(what) ?? [];
    where.push(`${need.flag} in ${need.environment}`);
    places.set(what, where);
  }
  if (places.size === 1) return [...places.keys()];
  return [...places].map(([what, where]) => `${what}: ${namesText([...new Set(where)], 3)}`);
}

function ownerOf(definition: unknown): string | undefined {
  return text(fields(definition).owner);
}

function needText({ count, have, from }: ApprovalNeed, owner: string): string {
  const missing = count - have.length;
  const who = have.length > 0 ? ` (has ${namesText(have, 4)})` : '';
  if (missing <= 0) return `enough${who}`;
  const names = from.map((one) => (one === 'owner' ? owner : one.replace(/^(?:role|team):/, '')));
  const whom = names.length === 0 ? '' : ` from ${alternatives([...new Set(names)])}`;
  return `${missing}${have.length > 0 ? ' more' : ''}${whom}${who}`;
}
