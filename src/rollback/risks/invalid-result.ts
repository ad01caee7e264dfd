import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { missingNeeds, type MissingNeed } from '../missing-needs.ts';
import type { Risk } from '../risk.ts';
import type { Situation } from '../situation.ts';
import { oneLine } from '../wording.ts';
import { cascadeRisk } from './cascade.ts';
import { expiredTargetRisk } from './expired-target.ts';
import { fallbackLostRisk } from './fallback-lost.ts';
import { fallbackUnavailableRisk } from './fallback-unavailable.ts';
import { missingPrerequisiteRisk } from './missing-prerequisite.ts';
import { newConflictRisk } from './new-conflict.ts';

const off = 'environments: { production: false }\n';
const release = 'type: release\ncreated: 2026-09-20\nexpires: 2026-11-20\n';
const forStaff =
  'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }\n';
const zero = 'environments:\n  production: { enabled: true, otherwise: { on: 0, off: 0 } }\n';

/** What states lint errors itself, each with its own way out. */
const stating: readonly Risk[] = [
  cascadeRisk,
  missingPrerequisiteRisk,
  newConflictRisk,
  fallbackLostRisk,
  fallbackUnavailableRisk,
  expiredTargetRisk,
];

export const invalidResultRisk: Risk = {
  code: 'invalid-result',
  group: 'target',
  severity: 'critical',
  summary: 'The result has lint errors that the current project does not have.',
  why: 'A definition that is wrong may fail when it is evaluated, and every later change has to wait until it is repaired. A rollback must leave the project at least as valid as it was.',
  acceptable: false,
  examples: {
    has: [
      { before: { 'fast-search': '' }, after: { 'fast-search': zero }, says: ['all weights are 0'] },
      {
        before: { 'fast-search': '' },
        after: { 'fast-search': 'owner: search\n' },
        says: ['the owner "search" is not a team'],
      },
      {
        before: { 'fast-search': '' },
        after: { 'fast-search': `${off}conflicts: [{ flag: slow-search }]\n` },
        says: ['conflicting flag "slow-search" does not exist'],
      },
      {
        before: { 'fast-search': '' },
        after: { 'fast-search': `${off}prerequisites: [{ flag: index-v2 }]\n` },
        says: ['prerequisite "index-v2" does not exist'],
      },
      {
        before: { 'fast-search': off },
        after: { 'fast-search': 'prerequisites: [{ flag: index-v2 }]\nconflicts: [{ flag: index-v2 }]\n' },
        says: ['conflicting flag "index-v2" does not exist'],
      },
      {
        before: { 'fast-search': '' },
        after: { 'fast-search': 'conflicts: [{ flag: fast-search }]\n' },
        says: ['fast-search conflicts with itself'],
      },
      {
        // It is not on for anybody today, so that no risk of those who get it states the error.
        before: {
          'fast-search': '',
          'index-v2': off,
          'search-page': 'prerequisites: [{ flag: fast-search }, { flag: index-v2 }]\n',
        },
        after: { 'fast-search': off },
        says: ['search-page is on in production, but needs fast-search, which is off there'],
      },
    ],
    hasNot: [
      { before: { 'fast-search': 'owner: search\n' }, after: { 'fast-search': `owner: search\n${off}` } },
      { before: { 'fast-search': off }, after: { 'fast-search': 'prerequisites: [{ flag: index-v2 }]\n' } },
      {
        before: { 'fast-search': '', 'search-page': 'prerequisites: [{ flag: fast-search }]\n' },
        after: { 'fast-search': off },
      },
      { before: { 'fast-search': off }, after: { 'fast-search': '' } },
      {
        before: { 'fast-search': off, 'read-only': '' },
        after: { 'fast-search': 'conflicts: [{ flag: read-only }]\n' },
      },
      { before: { 'fast-search': '' }, after: { 'fast-search': release } },
      {
        before: { 'fast-search': off, 'old-search': off },
        after: { 'fast-search': 'fallback: { flag: old-search }\n' },
      },
      {
        before: { 'fast-search': off },
        after: { 'fast-search': 'affects: [web]\n' },
        files: { 'systems.yaml': 'systems:\n  web: { owner: platform, status: retired }\n' },
      },
      {
        before: {
          'fast-search': off,
          'index-v2':
            'variants: { yes: true, no: false }\noff: no\nenvironments:\n  production: { enabled: true, otherwise: yes }\n',
        },
        after: { 'fast-search': 'prerequisites: [{ flag: index-v2, variant: on }]\n' },
      },
      { before: { 'fast-search': off }, after: { 'fast-search': forStaff } },
      { before: { 'fast-search': off }, after: { 'fast-search': 'affects: [wbe]\n' } },
      { before: { 'fast-search': '' }, after: { 'fast-search': 'review: { every: 30d, last: 2026-08-01 }\n' } },
    ],
  },
  check(situation) {
    const errors = situation.added.filter(({ severity }) => severity === 'error');
    if (errors.length === 0) return [];
    const stated = missingNeeds(situation).flatMap(({ states }) => states ?? []);
    const isStated = anyOf(statedByRisks(situation), statedBy(stated));
    const idle = new Set(situation.idle.map(({ flag }) => flag));
    return errors
      .filter((error) => !isStated(error))
      .map((error) => ({
        flag: flagOf(error, situation),
        environment: undefined,
        message: oneLine(error.message),
        evidence: [`${error.rule} in ${error.file}`],
        remedy: [
          ...(error.rule === 'prerequisite-disabled' && idle.has(error.flag ?? '')
            ? ['--cascade turns it off in the same commit']
            : []),
          error.help === undefined ? `flagwright explain ${error.rule}` : oneLine(error.help),
          'choose another version with --to N, or turn the flag off with --off',
        ],
      }));
  },
};

type IsStated = (error: Diagnostic) => boolean;

const anyOf =
  (...all: readonly IsStated[]): IsStated =>
  (error) =>
    all.some((is) => is(error));

/** Whether a risk that is found is about the flag of an error, and states errors of that rule. */
function statedByRisks(situation: Situation): IsStated {
  const stated = new Set<string>();
  for (const { check, states = [] } of stating) {
    for (const { flag, others = [] } of check(situation)) {
      for (const key of [flag, ...others]) for (const rule of states) stated.add(JSON.stringify([rule, key]));
    }
  }
  return ({ rule, flag, message }) =>
    !message.endsWith(' conflicts with itself') && stated.has(JSON.stringify([rule, flag ?? '']));
}

/** Whether missing-prerequisite says the very same: rule and file agree, and the message quotes the name. */
function statedBy(stated: readonly NonNullable<MissingNeed['states']>[]): IsStated {
  const names = new Map<string, Set<string>>();
  for (const { rule, file, name } of stated) {
    const place = JSON.stringify([rule, file]);
    names.set(place, (names.get(place) ?? new Set()).add(name));
  }
  return ({ rule, file, message }) => {
    if (message.startsWith('conflicting')) return false;
    const quoted = /"([^"]*)"/.exec(message)?.[1];
    return quoted !== undefined && (names.get(JSON.stringify([rule, file]))?.has(quoted) ?? false);
  };
}

function flagOf({ flag, file }: Diagnostic, { restorations }: Situation): string {
  return flag ?? restorations.find(({ path }) => path === file)?.key ?? restorations[0]?.key ?? '';
}
