import { day } from '../../lifecycle/days.ts';
import type { Risk } from '../risk.ts';
import { versionText } from '../wording.ts';

const maxAge = 30 * day;
const off = 'environments: { production: false }\n';
const of = (committedAt: number) => ({
  number: 3,
  commit: '77d0c1e5a4b3c2d1e0f9a8b7c6d5e4f3a2b1c0d9',
  committedAt,
  author: { name: 'lin', email: 'lin@example.com' },
  subject: 'v2 off while the bank tests',
  incident: undefined,
});
const example = { before: { 'payment-api-v2': '' }, after: { 'payment-api-v2': off } };

export const staleTargetRisk: Risk = {
  code: 'stale-target',
  group: 'target',
  severity: 'medium',
  summary: 'The version that would be restored is older than 30 days.',
  why: 'Services have been deployed since, data have been moved, and nobody has run this state for a month. It was right then, but nobody has tried whether it still is.',
  acceptable: true,
  examples: {
    has: [
      {
        ...example,
        restored: { 'payment-api-v2': { to: of(Date.UTC(2026, 9, 8)) } },
        says: ['version 3 of payment-api-v2 is 45 days old'],
      },
    ],
    hasNot: [
      { ...example, restored: { 'payment-api-v2': { to: of(Date.UTC(2026, 9, 23)) } } },
      { ...example, restored: { 'payment-api-v2': { mode: 'off', to: undefined } } },
    ],
  },
  check({ restorations, now }) {
    return restorations.flatMap(({ key, to }) => {
      if (!to || now - to.committedAt <= maxAge) return [];
      return {
        flag: key,
        environment: undefined,
        message: `version ${to.number} of ${key} is ${Math.floor((now - to.committedAt) / day)} days old`,
        evidence: [versionText(to)],
        remedy: [`see what has changed around it since; flagwright history ${key} shows all versions`],
      };
    });
  },
};
