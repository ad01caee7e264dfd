import type { Effect } from '../effects/effect.ts';
import type { Risk } from '../risk.ts';
import { countOf, listed, oneLine } from '../wording.ts';

const code = 'rollback-checks';
const off = 'environments: { production: false }\n';
const checks = 'rollbackChecks: [Version 1 answers a synthetic charge, The settlement run has finished]\n';

export const rollbackChecksRisk: Risk = {
  code,
  group: 'effects',
  severity: 'medium',
  summary: 'The flag lists what a person must confirm before it is rolled back.',
  why: 'No tool can see some things: whether the old system answers, whether the nightly batch has run. The authors of the flag knew them on a quiet day and wrote them down for a bad one.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'payment-api-v1': checks },
        after: { 'payment-api-v1': `${checks}${off}` },
        says: ['2 checks to confirm before payment-api-v1 is rolled back'],
      },
      {
        before: { 'payment-api-v1': `${checks}environments: { staging: true, production: true }\n` },
        after: { 'payment-api-v1': `${checks}environments: { staging: false, production: true }\n` },
        environments: ['staging'],
        says: ['2 checks to confirm before payment-api-v1 is rolled back'],
      },
    ],
    hasNot: [
      {
        before: { 'payment-api-v2': '', 'new-checkout-ui': checks },
        after: { 'payment-api-v2': off, 'new-checkout-ui': `${checks}${off}` },
        restored: { 'payment-api-v2': {} },
        besides: [{ flag: 'new-checkout-ui', because: 'cascade' }],
      },
      { before: { 'payment-api-v1': '' }, after: { 'payment-api-v1': off } },
      { before: { 'payment-api-v1': checks }, after: { 'payment-api-v1': `${checks}tags: [payments]\n` } },
    ],
  },
  check({ effects, facts }) {
    const highest = new Map<string, Effect>();
    for (const effect of effects) if (effect.because === 'restored') highest.set(effect.flag, effect);
    return [...highest.values()].flatMap(({ flag, environment }) => {
      const toConfirm = facts(flag).rollbackChecks.map(oneLine);
      if (toConfirm.length === 0) return [];
      return {
        flag,
        environment,
        message: `${countOf(toConfirm.length, 'check')} to confirm before ${flag} is rolled back`,
        evidence: listed(toConfirm),
        remedy: [`--decide ${code}:${flag}:${environment}=confirmed, once somebody has looked`],
        question: {
          text: `confirmed by a person: ${listed(toConfirm).join('; ')}?`,
          options: [{ id: 'confirmed', label: 'yes, I have looked' }],
        },
      };
    });
  },
};
