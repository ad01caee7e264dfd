import type { PolicyExplainReport } from '../../commands/policy/explain.ts';
import { prose } from '../../diagnostic/printable.ts';
import { hanging } from '../hanging.ts';
import { counted, type Style } from '../style.ts';

const label = 14;

/** What the policy asks, one sentence a line. */
export function policyExplainText(report: PolicyExplainReport, style: Style): string {
  const { paint, unicode, width } = style;
  const { flag, environment, change, owner, type, criticality, hasPolicy } = report;
  const facts = [type, owner === undefined ? undefined : `owner ${owner}`, criticality].filter(
    (one) => one !== undefined,
  );
  const lines = [paint.bold(prose(`${flag} in ${environment}: a change of ${change}`, unicode)), paint.dim(`  ${prose(facts.join(', '), unicode)}`), '']; // prettier-ignore
  const add = (name: string, text: string): void => {
    lines.push(...hanging(`  ${name.padEnd(label)}`, prose(text, unicode), width));
  };
  if (!hasPolicy) add('policy', 'there is no policy.yaml: anybody may make this change');
  else {
    const { authors, approvals, freezes, emergency, mustBeSigned } = report;
    if (authors.length === 0) add('made by', 'anybody');
    for (const { rule, from, people } of authors) add('made by', `${who(from, people)}; rule ${rule}`);
    if (approvals.length === 0) add('approved by', 'nobody has to approve it');
    for (const { rule, from, people, count, trust } of approvals) {
      const how = trust === 'reviews' ? 'in reviews of the forge' : 'by trailers or reviews';
      add('approved by', `${counted(count, 'person').replace('persons', 'people')} of ${who(from, people)}, never who made it, ${how}; rule ${rule}`); // prettier-ignore
    }
    for (const { from, until, reason, except, inForce } of freezes) {
      const others = except.length === 0 ? '' : ` Except: ${except.join(', ')}.`;
      add(
        inForce ? 'frozen now' : 'frozen later',
        `from ${from} until ${until}: ${reason.replace(/\.?$/, '.')}${others}`,
      );
    }
    if (emergency) {
      const waived = emergency.waives.length === 0 ? 'nothing' : emergency.waives.join(' and ');
      add('emergency', `${who(emergency.roles.map((role) => `role:${role}`), emergency.people)} may declare one by the trailer ${emergency.trailer}: it waives ${waived}, and somebody else must review it within ${emergency.reviewWithinHours} hours`); // prettier-ignore
    }
    if (mustBeSigned) add('signed', 'the commit must be signed by its author');
  }
  return `${lines.join('\n')}\n`;
}

function who(from: readonly string[], people: readonly string[]): string {
  const names = people.length === 0 ? 'nobody at present' : people.join(', ');
  return `${from.join(' or ')} (${names})`;
}
