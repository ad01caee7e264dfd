import { alternatives } from '../../diagnostic/suggest.ts';
import type { RelatedPlace } from '../../diagnostic/problem.ts';
import type { Activity } from '../../graph/activity.ts';
import { environmentOf, type Flag, type PrerequisiteReference } from '../../model/flag.ts';
import { activityOf } from '../activity.ts';
import { affected, decidingPlace, environmentsInWords, environmentsIn, severityIn } from '../environments.ts';
import { projectRule } from '../rule.ts';

type Why = 'off' | 'absent' | 'variant' | 'blocked';

export const prerequisiteDisabled = projectRule({
  id: 'prerequisite-disabled',
  group: 'dependencies',
  summary: 'A flag is on where one of its prerequisites can never be met.',
  why: 'The flag serves its off variant to everybody there, though its file says that it is on: a launch that does not happen, or a feature that vanished when somebody switched off another flag.',
  severity: 'error',
  apart: 'always',
  severityNote: 'error in critical environments, warning elsewhere',
  messages: {
    off: {
      text: '{flag} is on in {environments}, but needs {prerequisite}, which is off there',
      label: 'never serves {wanted} in {environments}',
      help: 'switch {prerequisite} on in {environments}, or {flag} off',
    },
    absent: {
      text: '{flag} is on in {environments}, but needs {prerequisite}, which does not list it and is off there',
      label: 'never serves {wanted} in {environments}',
      help: 'add {environments} to the environments of {prerequisite}, or switch {flag} off there',
    },
    variant: {
      text: '{flag} is on in {environments}, but needs {prerequisite}, which does not serve {wanted} there',
      label: 'does not serve {wanted} in {environments}',
      help: 'let {prerequisite} serve {wanted} in {environments}, or switch {flag} off there',
    },
    blocked: {
      text: '{flag} is on in {environments}, but needs {prerequisite}, which has an unmet prerequisite itself there',
      label: 'never serves {wanted} in {environments}',
      help: 'give {prerequisite} what it needs in {environments}, or switch {flag} off there',
    },
    mixed: {
      text: '{flag} is on in {environments}, but needs {prerequisite}, which cannot serve {wanted} in any of them',
      label: 'never serves {wanted} there',
      help: 'let {prerequisite} serve {wanted} in {environments}, or switch {flag} off there',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - { flag: payment-api-v2, variant: on }\n',
          'payment-api-v2': 'environments:\n  production:\n    enabled: false\n',
        },
        message: 'off',
      },
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: payment-api-v2\nenvironments: { staging: true }\n',
          'payment-api-v2': 'environments: { development: true }\n',
        },
        message: 'absent',
      },
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - { flag: payment-api, variant: v2 }\n',
          'payment-api':
            'variants: { v1: one, v2: two }\noff: v1\nenvironments:\n  production: { enabled: true, otherwise: v1 }\n',
        },
        message: 'variant',
      },
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: new-checkout-ui\n',
          'new-checkout-ui': 'prerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'environments: { production: false }\n',
        },
        message: 'blocked',
      },
      {
        flags: {
          'express-checkout':
            'prerequisites:\n  - flag: payment-api-v2\nenvironments: { staging: true, production: true }\n',
          'payment-api-v2': 'environments: { production: false }\n',
        },
        message: 'mixed',
      },
      {
        flags: {
          'search-hints': 'prerequisites:\n  - flag: new-search\n',
          'new-search':
            'environments:\n  production:\n    enabled: true\n    rules: [{ name: closed, from: 2026-11-01, until: 2026-12-31, serve: off }]\n    otherwise: on\n',
        },
        message: 'variant',
      },
    ],
    good: [
      {
        // A flag that is off serves its off variant.
        flags: {
          'old-checkout': 'prerequisites:\n  - { flag: express-checkout, variant: off }\n',
          'express-checkout': 'environments: { production: false }\n',
        },
      },
      {
        flags: {
          'express-checkout':
            'prerequisites:\n  - { flag: payment-api-v2, variant: on }\nenvironments: { staging: true, production: false }\n',
          'payment-api-v2': 'environments: { staging: true, production: false }\n',
        },
      },
    ],
  },
  check({ project, now, report }) {
    const { presumed: activity } = activityOf(project, now);
    const environmentsOf = environmentsIn(project);
    const blocker = blockers(activity);
    for (const flag of project.flags.values()) {
      if (flag.prerequisites.length === 0) continue;
      const isStuck = (name: string): boolean =>
        activity.servesByItself(flag, name) && !activity.isUnblocked(flag, name);
      if (!Object.keys(flag.environments).some(isStuck)) continue;
      const on = environmentsOf(flag).filter(({ name }) => isStuck(name));
      const reported = new Set<string>();
      flag.prerequisites.forEach((prerequisite, entry) => {
        const needed = project.flags.get(prerequisite.flag);
        if (!needed || reported.has(needed.key)) return;
        const unmet = affected(on, (name) => !activity.canBeMet(prerequisite, name));
        if (unmet.length === 0) return;
        reported.add(needed.key);
        const reasons = unmet.map(({ name }) => whyUnmet(activity, needed, name));
        const same = reasons.every((reason) => reason === reasons[0]);
        const shown = unmet.slice(0, 3);
        const related = shown.map(({ name }, index) => placeOf(reasons[index]!, needed, name, blocker));
        const environments = environmentsInWords(unmet);
        const data = {
          flag: flag.key,
          prerequisite: needed.key,
          environments,
          wanted: wantedText(needed, prerequisite),
        };
        const message = same ? reasons[0]! : 'mixed';
        const at = { file: flag.file, path: ['prerequisites', entry, 'flag'] };
        report(at, { message, data, severity: severityIn(unmet), related });
      });
    }
  },
});

function whyUnmet(activity: Activity, needed: Flag, environment: string): Why {
  if (!Object.hasOwn(needed.environments, environment)) return 'absent';
  if (!environmentOf(needed, environment).enabled) return 'off';
  return activity.isUnblocked(needed, environment) ? 'variant' : 'blocked';
}

function wantedText(needed: Flag, { variants }: PrerequisiteReference): string {
  if (!variants) return `anything but "${needed.off}"`;
  const quoted = variants.slice(0, 4).map((variant) => `"${variant}"`);
  return alternatives(quoted);
}

type Blocker = (flag: Flag, environment: string) => number;

/** The first prerequisite of a flag that cannot be met, looked for once. */
function blockers(activity: Activity): Blocker {
  const found = new Map<Flag, Map<string, number>>();
  return (flag, environment) => {
    let ofFlag = found.get(flag);
    if (!ofFlag) found.set(flag, (ofFlag = new Map()));
    let entry = ofFlag.get(environment);
    if (entry === undefined) {
      entry = flag.prerequisites.findIndex((one) => !activity.canBeMet(one, environment));
      ofFlag.set(environment, entry);
    }
    return entry;
  };
}

function placeOf(why: Why, needed: Flag, environment: string, blocker: Blocker): RelatedPlace {
  if (why !== 'blocked') return decidingPlace(needed, environment);
  const entry = blocker(needed, environment);
  const message = `this prerequisite cannot be met in ${environment}`;
  return { message, at: { file: needed.file, path: ['prerequisites', entry, 'flag'] } };
}
