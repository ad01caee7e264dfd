import { alternatives } from '../../diagnostic/suggest.ts';
import type { VersionLabel } from '../target/restoration.ts';
import type { Risk } from '../risk.ts';
import { countOf, listed, oneLine, versionText } from '../wording.ts';

const off = 'environments: { production: false }\n';
const example = { before: { 'payment-api-v2': '' }, after: { 'payment-api-v2': off } };
const later: VersionLabel = {
  number: 7,
  commit: 'a41be02c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a',
  committedAt: Date.UTC(2026, 10, 19),
  author: { name: 'ada', email: 'ada@example.com' },
  subject: 'Keep contract merchants on v1',
  incident: undefined,
};

export const driftedRisk: Risk = {
  code: 'drifted',
  group: 'target',
  severity: 'high',
  summary: 'Versions beyond the one asked for would be undone too.',
  why: 'Somebody else has changed the same flag since, and does not know that their change would be undone too. Often it repaired something else.',
  acceptable: true,
  examples: {
    has: [
      {
        ...example,
        restored: { 'payment-api-v2': { drifted: [later] } },
        says: ['1 other version of payment-api-v2 would be undone too, by ada'],
      },
    ],
    hasNot: [{ ...example, restored: { 'payment-api-v2': { drifted: [] } } }],
  },
  check({ restorations }) {
    return restorations.flatMap(({ key, drifted: versions }) => {
      if (versions.length === 0) return [];
      const authors = [...new Set(versions.map(({ author }) => oneLine(author.name)))];
      const named = alternatives(authors.length <= 4 ? authors : [...authors.slice(0, 3), 'others'], 'and');
      return {
        flag: key,
        environment: undefined,
        message: `${countOf(versions.length, 'other version')} of ${key} would be undone too, by ${named}`,
        evidence: listed(versions.map(versionText)),
        remedy: [`ask ${named} first`, `flagwright history ${key} shows what else could be restored, with --to N`],
      };
    });
  },
};
