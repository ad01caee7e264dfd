import { alternatives } from '../../diagnostic/suggest.ts';
import { byPlace } from '../by-place.ts';
import type { Risk } from '../risk.ts';
import type { Loss } from '../situation.ts';
import { listed, oneLine, pathText } from '../wording.ts';

const needsV2 = 'prerequisites:\n  - { flag: payment-api-v2, variant: on }\n';
const off = 'environments: { production: false }\n';
const forSome = [
  'environments:',
  '  production:',
  '    enabled: true',
  '    rules: [{ name: germans, when: { attribute: country, equals: DE }, serve: on }]',
  '    otherwise: off\n',
].join('\n');

export const cascade: Risk = {
  code: 'cascade',
  severity: 'high',
  summary: 'A flag that is on loses a prerequisite, directly or through others.',
  why: 'Its users get the off variant from one moment to the next, without anybody having decided so: a second feature goes with the one that is rolled back. If its code never expected that, it fails.',
  acceptable: true,
  examples: {
    has: [
      { before: { 'payment-api-v2': '', 'new-checkout-ui': needsV2 }, after: { 'payment-api-v2': off } },
      {
        before: {
          'payment-api-v2': '',
          'new-checkout-ui': needsV2,
          'express-checkout': 'prerequisites: [{ flag: new-checkout-ui }]\n',
        },
        after: { 'payment-api-v2': off },
      },
      { before: { 'payment-api-v2': '', 'new-checkout-ui': needsV2 }, after: { 'payment-api-v2': forSome } },
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
  check({ losses }) {
    const isGrave = (loss: Loss): boolean => loss.criticality === 'high' || loss.criticality === 'critical';
    const grave = new Set(losses.filter(isGrave).map(({ environment }) => environment));
    return byPlace(losses, ({ flag }) => flag).map((own) => {
      const [{ flag, environment, criticality }] = own;
      return {
        flag,
        environment,
        severity: grave.has(environment) ? 'critical' : 'high',
        message: messageOf(own),
        evidence: [...listed(own.map(evidenceOf)), `${flag} is of criticality ${criticality}`],
        remedy: ['--cascade turns it off in the same commit', '--accept cascade goes ahead without it'],
      };
    });
  },
};

function messageOf(own: readonly [Loss, ...Loss[]]): string {
  const [{ flag }] = own;
  const gone = own.filter(({ extent }) => extent === 'wholly').map(({ prerequisite }) => prerequisite);
  if (gone.length > 0) return `${flag} is on and would lose ${alternatives(listed([...new Set(gone)]), 'and')}`;
  const { example, prerequisite } = own.find((loss) => loss.example !== undefined) ?? own[0];
  if (example === undefined) return `some who get ${flag} would lose it, because they lose ${prerequisite}`;
  return `some who get ${flag} would lose it: ${oneLine(example)}`;
}

function evidenceOf({ path, prerequisite, extent, example }: Loss): string {
  if (extent === 'wholly') return `${pathText(path)}: nobody has ${prerequisite} any more`;
  return `${pathText(path)}: not everybody has ${prerequisite} any more${example === undefined ? '' : `, such as ${oneLine(example)}`}`;
}
