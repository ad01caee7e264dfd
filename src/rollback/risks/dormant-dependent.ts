import type { Risk } from '../risk.ts';
import { pathText } from '../wording.ts';

const needsV2 = 'prerequisites:\n  - { flag: payment-api-v2, variant: on }\n';
const off = 'environments: { production: false }\n';

export const dormantDependentRisk: Risk = {
  code: 'dormant-dependent',
  group: 'dependencies',
  severity: 'low',
  summary: 'A flag that is off could no longer be enabled.',
  why: 'Nobody notices today. Whoever launches it next will: its file says on, but it serves its off variant to everybody.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'payment-api-v2': '', 'express-checkout': `${needsV2}${off}` },
        after: { 'payment-api-v2': off },
        says: ['express-checkout could no longer be enabled'],
      },
    ],
    hasNot: [
      { before: { 'payment-api-v2': '', 'express-checkout': needsV2 }, after: { 'payment-api-v2': off } },
      {
        before: {
          'payment-api-v2': '',
          'new-checkout-ui': off,
          'express-checkout': `prerequisites: [{ flag: payment-api-v2 }, { flag: new-checkout-ui }]\n${off}`,
        },
        after: { 'payment-api-v2': off },
      },
    ],
  },
  check({ dormant }) {
    return dormant.map(({ flag, environment, prerequisite, path }) => ({
      flag,
      environment,
      message: `${flag} could no longer be enabled`,
      evidence: [`${pathText(path)}: ${prerequisite} is no longer served to anyone`],
      remedy: [`enable ${prerequisite} again before ${flag}`],
    }));
  },
};
