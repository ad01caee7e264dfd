import { parseInstant } from '../../evaluate/dates.ts';
import type { FlagFacts } from '../carriers/flag-facts.ts';
import type { Risk } from '../risk.ts';
import { oneLine, percent } from '../wording.ts';

const off = 'environments: { production: false }\n';
const some = 'environments:\n  production: { enabled: true, otherwise: { on: 50, off: 50 } }\n';
const until = 'reversible: { until: 2026-10-01, reason: Version 1 cannot read the cards that version 2 has stored. }\n';
const never = 'reversible: { never: true, reason: The old orders have been rewritten. }\n';

export const irreversibleRisk: Risk = {
  code: 'irreversible',
  group: 'effects',
  severity: 'critical',
  summary: 'Turning the flag off does not undo what it did, or no longer does.',
  why: 'What was written while the flag was on is still there when it is off, and the old code may fail on it. Those who made the flag said so; a second fault on top of the first makes the night worse.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'payment-api-v2': until },
        after: { 'payment-api-v2': `${until}${off}` },
        says: ['payment-api-v2 could be undone only until 2026-10-01'],
      },
      {
        before: { 'payment-api-v2': never },
        after: { 'payment-api-v2': `${never}${some}` },
        says: ['payment-api-v2 cannot be undone by turning it off'],
      },
      {
        before: { 'payment-api-v2': until },
        after: { 'payment-api-v2': `${until}${off}` },
        now: '2026-10-02',
        says: ['payment-api-v2 could be undone only until 2026-10-01'],
      },
    ],
    hasNot: [
      {
        before: { 'payment-api-v2': until },
        after: { 'payment-api-v2': `${until}${off}` },
        now: '2026-10-01T23:59:59Z',
      },
      { before: { 'payment-api-v2': '' }, after: { 'payment-api-v2': off } },
      { before: { 'payment-api-v2': `${never}${off}` }, after: { 'payment-api-v2': never } },
    ],
  },
  check({ effects, facts, now }) {
    return effects.flatMap(({ flag, environment, activeBefore, activeAfter, lost }) => {
      const { reversible } = facts(flag);
      if (!reversible || !isOver(reversible, now) || (lost === 0 && (!activeBefore || activeAfter))) return [];
      const { never: isNever, until: last = '', reason } = reversible;
      return {
        flag,
        environment,
        message: isNever ? `${flag} cannot be undone by turning it off` : `${flag} could be undone only until ${last}`,
        evidence: [
          ...(reason === '' ? [] : [oneLine(reason)]),
          lost > 0 ? `${percent(lost)} of the keys lose it` : 'those lose it who get it for their attributes',
        ],
        remedy: [
          `repair ${flag} with it on, if that can be done`,
          '--accept irreversible goes ahead; plan what is done about the data first',
        ],
      };
    });
  },
};

function isOver({ never: isNever, until: last }: NonNullable<FlagFacts['reversible']>, now: number): boolean {
  const end = last === undefined ? undefined : parseInstant(last, 'end');
  return isNever || (end !== undefined && end <= now);
}
