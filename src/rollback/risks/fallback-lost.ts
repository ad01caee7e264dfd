import type { FoundRisk, Risk } from '../risk.ts';
import type { Situation } from '../situation.ts';
import { countOf, listed } from '../wording.ts';

const off = 'environments: { production: false }\n';
const toV1 = 'fallback: { flag: payment-api-v1 }\n';

export const fallbackLostRisk: Risk = {
  code: 'fallback-lost',
  group: 'fallback',
  severity: 'high',
  summary: 'A flag goes off while another one that falls back to it is on.',
  why: 'Nothing happens today. The next time the other flag has to go off, at night and in a hurry, nothing carries its traffic.',
  acceptable: true,
  states: ['fallback-unavailable'],
  examples: {
    has: [
      {
        before: { 'payment-api-v1': '', 'payment-api-v2': toV1 },
        after: { 'payment-api-v1': off },
        says: ['payment-api-v2 is on and would lose its fallback, payment-api-v1'],
      },
      {
        before: { 'payment-api-v1': '', 'payment-api-v2': toV1, 'payment-api-v3': toV1 },
        after: { 'payment-api-v1': off },
        says: ['2 flags are on and would lose their fallback, payment-api-v1'],
      },
    ],
    hasNot: [
      { before: { 'payment-api-v1': '', 'payment-api-v2': `${toV1}${off}` }, after: { 'payment-api-v1': off } },
      { before: { 'payment-api-v1': off, 'payment-api-v2': toV1 }, after: { 'payment-api-v1': `tags: [a]\n${off}` } },
      {
        before: { 'payment-api-v1': '', 'payment-api-v2': toV1 },
        after: { 'payment-api-v1': off, 'payment-api-v2': `${toV1}${off}` },
      },
    ],
  },
  check(situation) {
    const users = fallbackUsersOf(situation);
    return situation.effects.flatMap(({ flag, environment, activeBefore, activeAfter }): FoundRisk[] => {
      if (!activeBefore || activeAfter) return [];
      const { project, activity } = situation.after;
      const left = (users.get(flag) ?? []).filter((key) => activity.isActive(project.flags.get(key)!, environment));
      if (left.length === 0) return [];
      const who = left.length === 1 ? `${left[0]} is` : `${countOf(left.length, 'flag')} are`;
      return [
        {
          flag,
          others: left,
          environment,
          message: `${who} on and would lose ${left.length === 1 ? 'its' : 'their'} fallback, ${flag}`,
          evidence: listed(left.map((key) => `${key} falls back to ${flag}`)),
          remedy: [
            `name another fallback for ${left.length === 1 ? left[0] : 'them'} first`,
            '--accept fallback-lost goes ahead without one',
          ],
        },
      ];
    });
  },
};

/** Flag → the flags that fall back to it. */
function fallbackUsersOf({ after }: Situation): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const { key, fallback } of after.project.flags.values()) {
    if (fallback?.flag === undefined || fallback.flag === key) continue;
    const known = users.get(fallback.flag);
    if (known) known.push(key);
    else users.set(fallback.flag, [key]);
  }
  return users;
}
