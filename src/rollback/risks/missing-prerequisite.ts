import { missingNeeds } from '../missing-needs.ts';
import type { Risk } from '../risk.ts';

const off = 'environments: { production: false }\n';
const needs = 'prerequisites:\n  - { flag: payment-api-v2, variant: on }\n';
const forStaff = [
  'environments:',
  '  production:',
  '    enabled: true',
  '    rules: [{ name: staff, when: { segment: staff }, serve: on }]',
  '    otherwise: off\n',
].join('\n');

export const missingPrerequisiteRisk: Risk = {
  code: 'missing-prerequisite',
  group: 'dependencies',
  severity: 'critical',
  summary: 'The restored state is on, but needs something that is now gone or off.',
  why: 'An old version was made for an old project. What it needs may have been removed since; then it serves its off variant to everybody, or fails: the rollback looks done but is not.',
  acceptable: false,
  states: ['prerequisite-disabled', 'retired-system', 'fallback-unavailable'],
  examples: {
    has: [
      {
        before: { 'express-checkout': off },
        after: { 'express-checkout': needs },
        says: ['express-checkout needs payment-api-v2, which does not exist'],
      },
      {
        before: { 'express-checkout': off, 'payment-api-v2': off },
        after: { 'express-checkout': needs },
        says: ['express-checkout needs payment-api-v2, which is off in production'],
      },
      {
        before: {
          'express-checkout': off,
          'payment-api-v2':
            'variants: { yes: true, no: false }\noff: no\nenvironments:\n  production: { enabled: true, otherwise: yes }\n',
        },
        after: { 'express-checkout': needs },
        says: ['express-checkout needs variant on of payment-api-v2, which does not have it'],
      },
      {
        before: {
          'express-checkout': off,
          'payment-api-v2': 'environments:\n  production: { enabled: true, rules: [], otherwise: off }\n',
        },
        after: { 'express-checkout': needs },
        says: ['express-checkout needs payment-api-v2 to serve on, which it does not in production'],
      },
      {
        before: {
          'express-checkout': off,
          'payment-api-v2': 'prerequisites: [{ flag: gateway }]\n',
          gateway: off,
        },
        after: { 'express-checkout': needs },
        says: ['express-checkout needs payment-api-v2, which has an unmet prerequisite itself in production'],
      },
      {
        before: { 'express-checkout': off },
        after: { 'express-checkout': forStaff },
        says: ['express-checkout needs segment staff, which does not exist'],
      },
      {
        before: { 'express-checkout': off },
        after: { 'express-checkout': forStaff },
        segments: { staff: 'when: { any: [{ segment: employees }, { attribute: staff, equals: true }] }\n' },
        says: ['express-checkout needs segment employees through staff, which does not exist'],
      },
      {
        before: { 'express-checkout': off },
        after: { 'express-checkout': 'affects: [old-web]\n' },
        says: ['express-checkout affects old-web, which systems.yaml does not have'],
      },
      {
        before: { 'express-checkout': `affects: [old-web]\n${off}` },
        after: { 'express-checkout': 'affects: [old-web]\n' },
        says: ['express-checkout affects old-web, which systems.yaml does not have'],
      },
      {
        before: { 'express-checkout': off },
        after: { 'express-checkout': 'fallback: { system: old-web }\n' },
        files: { 'systems.yaml': 'systems:\n  old-web: { owner: platform, status: retired }\n' },
        says: ['express-checkout falls back to old-web, which is retired'],
      },
    ],
    hasNot: [
      { before: { 'express-checkout': off, 'payment-api-v2': '' }, after: { 'express-checkout': needs } },
      {
        before: { 'express-checkout': needs, 'payment-api-v2': off },
        after: { 'express-checkout': `${needs}${off}` },
      },
      {
        before: { 'express-checkout': off },
        after: { 'express-checkout': forStaff },
        segments: { staff: '' },
      },
      { before: { 'express-checkout': off }, after: { 'express-checkout': 'affects: [web]\n' } },
      {
        before: { 'express-checkout': 'affects: [old-web]\n' },
        after: {
          'express-checkout':
            'affects: [old-web]\nenvironments:\n  production: { enabled: true, otherwise: { on: 1, off: 1 } }\n',
        },
      },
    ],
  },
  check(situation) {
    return missingNeeds(situation).map(({ flag, environment, text, remedy }) => ({
      flag,
      environment,
      message: `${flag} ${text}`,
      evidence: [`${flag} would be on in ${environment}`],
      remedy: [remedy, `--off instead of a version leaves ${flag} off`],
    }));
  },
};
