import { isoDate } from '../../diagnostic/relative-time.ts';
import { alternatives } from '../../diagnostic/suggest.ts';
import { byPlace } from '../by-place.ts';
import type { Risk } from '../risk.ts';
import type { Released } from '../situation.ts';
import { listed, oneLine } from '../wording.ts';

const code = 'released-conflict';
const off = 'environments: { production: false }\n';
const conflicts = 'conflicts: [{ flag: performance-mode }]\n';
const express: Released = {
  flag: 'express-checkout',
  environment: 'production',
  by: 'performance-mode',
  version: 4,
  commit: 'b19e5c1d0e8f4f3c2b1a09f8e7d6c5b4a3928170',
  author: 'sam',
  turnedOffAt: Date.UTC(2026, 10, 20),
  since: true,
};
const example = {
  before: { 'performance-mode': '', 'express-checkout': `${conflicts}${off}` },
  after: { 'performance-mode': off },
};

export const releasedConflictRisk: Risk = {
  code,
  group: 'dependencies',
  severity: 'high',
  summary: 'A flag that was turned off for a conflicting one could come back.',
  why: 'Turning one flag on meant turning another off. Whoever takes the first back at night forgets the second, and customers go without it for days. This is the moment to decide.',
  acceptable: true,
  examples: {
    has: [
      {
        ...example,
        released: [express],
        says: ['express-checkout gave way to performance-mode, and could be on again'],
      },
    ],
    hasNot: [{ ...example, released: [{ ...express, since: false }] }, example],
  },
  check({ released }) {
    const since = released.filter((one) => one.since);
    return byPlace(since, ({ flag }) => flag).map((own) => {
      const [{ flag, environment }] = own;
      const id = `${code}:${flag}:${environment}`;
      const freed = alternatives(listed([...new Set(own.map(({ by }) => by))]), 'and');
      return {
        flag,
        environment,
        message: `${flag} gave way to ${freed}, and could be on again`,
        evidence: listed(own.map(evidenceOf)),
        remedy: [`--decide ${id}=enable turns it on in the same commit`, `--decide ${id}=keep-off leaves it off`],
        question: {
          text: `turn ${flag} on again in ${environment}?`,
          options: [
            { id: 'enable', label: `turn ${flag} on in the same commit` },
            { id: 'keep-off', label: `leave ${flag} off` },
          ],
        },
      };
    });
  },
};

function evidenceOf({ by, version, commit, author, turnedOffAt }: Released): string {
  const when = `version ${version} (${commit.slice(0, 7)}) by ${oneLine(author)} on ${isoDate(turnedOffAt)}`;
  return `it conflicts with ${by}, and was turned off in ${when}`;
}
