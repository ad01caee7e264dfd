import type { Risk } from '../risk.ts';
import type { Loss } from '../losses/loss.ts';
import { oneLine, pathText } from '../wording.ts';

const needsV2 = 'prerequisites:\n  - { flag: payment-api-v2, variant: on }\n';
const off = 'environments: { production: false }\n';
const forSome = [
  'environments:',
  '  production:',
  '    enabled: true',
  '    rules: [{ name: germans, when: { attribute: country, equals: DE }, serve: on }]',
  '    otherwise: off\n',
].join('\n');

export const cascadeRisk: Risk = {
  code: 'cascade',
  group: 'dependencies',
  severity: 'critical',
  summary: 'A flag that is on loses a prerequisite, directly or through others.',
  why: 'Its users suddenly get the off variant, though nobody decided that: a second feature goes with the one that is rolled back. If its code never expected that, it fails. The risk is high where all of these flags are of criticality low.',
  acceptable: true,
  states: ['prerequisite-disabled'],
  examples: {
    has: [
      {
        before: { 'payment-api-v2': '', 'new-checkout-ui': needsV2 },
        after: { 'payment-api-v2': off },
        says: ['new-checkout-ui is on and would lose payment-api-v2'],
      },
      {
        before: {
          'payment-api-v2': '',
          'new-checkout-ui': needsV2,
          'express-checkout': 'prerequisites: [{ flag: new-checkout-ui }]\n',
        },
        after: { 'payment-api-v2': off },
        says: [
          'new-checkout-ui is on and would lose payment-api-v2',
          'express-checkout is on and would lose new-checkout-ui',
        ],
      },
      {
        before: { 'payment-api-v2': '', 'new-checkout-ui': `${needsV2}criticality: low\n` },
        after: { 'payment-api-v2': off },
        says: ['new-checkout-ui is on and would lose payment-api-v2'],
        severity: 'high',
      },
      {
        // One that matters is enough.
        before: {
          'payment-api-v2': '',
          'new-checkout-ui': `${needsV2}criticality: low\n`,
          'express-checkout': needsV2,
        },
        after: { 'payment-api-v2': off },
        says: [
          'express-checkout is on and would lose payment-api-v2',
          'new-checkout-ui is on and would lose payment-api-v2',
        ],
      },
      {
        before: { 'payment-api-v2': '', 'new-checkout-ui': needsV2 },
        after: { 'payment-api-v2': forSome },
        says: ['some who get new-checkout-ui would lose it: targetingKey 0'],
      },
    ],
    hasNot: [
      { before: { 'payment-api-v2': '', 'new-checkout-ui': `${needsV2}${off}` }, after: { 'payment-api-v2': off } },
      {
        before: { 'payment-api-v2': '', 'new-checkout-ui': needsV2 },
        after: { 'payment-api-v2': off, 'new-checkout-ui': `${needsV2}${off}` },
        restored: { 'payment-api-v2': {} },
        besides: [{ flag: 'new-checkout-ui', because: 'cascade' }],
      },
    ],
  },
  check({ losses, environments }) {
    // Elsewhere every risk counts one step less.
    const minor = new Set(environments.filter(({ critical }) => critical).map(({ name }) => name));
    for (const { criticality, environment } of losses) if (criticality !== 'low') minor.delete(environment);
    return losses.map((loss) => ({
      flag: loss.flag,
      environment: loss.environment,
      severity: minor.has(loss.environment) ? 'high' : 'critical',
      message: messageOf(loss),
      evidence: [`${pathText(loss.path)}: ${reasonOf(loss)}`, `${loss.flag} is of criticality ${loss.criticality}`],
      remedy: [
        loss.extent === 'wholly'
          ? '--cascade turns it off in the same commit'
          : '--cascade turns it off in the same commit, for everybody',
        '--accept cascade goes ahead without it',
      ],
    }));
  },
};

function messageOf({ flag, prerequisite, extent, example }: Loss): string {
  if (extent === 'wholly') return `${flag} is on and would lose ${prerequisite}`;
  if (example !== undefined) return `some who get ${flag} would lose it: ${oneLine(example)}`;
  return `some who get ${flag} may lose it, because it needs ${prerequisite}`;
}

function reasonOf({ prerequisite, extent, example }: Loss): string {
  if (extent === 'wholly') return `${prerequisite} is no longer served to anyone`;
  if (example !== undefined) return `${prerequisite} is no longer served to everybody`;
  return `there are too many contexts to try who loses ${prerequisite}`;
}
