import type { RollbackReport } from '../../src/commands/rollback/rollback-report.ts';
import { flagChanges, segmentChanges } from '../../src/meaning/changes.ts';
import { effect, hitFlag, hitState, now, report, restoration, risk, version, nextOf } from './rollback-report.ts';

const hour = 60 * 60 * 1000;
const until = (number: number, hours: number, subject: string) =>
  version(number, { subject, committedAt: now - hours * hour });

/** Several flags, with a decision that is open. */
export function since(): RollbackReport {
  const wider = { environments: { production: { enabled: true, otherwise: { on: 50, off: 50 } } } };
  const narrow = { environments: { production: { enabled: true, otherwise: { on: 25, off: 75 } } } };
  return report({
    what: 'everything since 2026-11-22T09:00Z in production',
    next: nextOf(
      'flagwright rollback --since 2026-11-22T09:00Z --env production --decide released-conflict:express-checkout:production=ANSWER --apply --reason ...',
    ),
    plan: {
      restorations: [
        restoration('performance-mode', {
          from: until(4, 2, 'Turn on performance mode for the sale'),
          to: until(3, 400, 'Review it'),
        }),
        restoration('search-ranking', {
          from: until(12, 4, 'Ranking for half of all'),
          to: until(10, 100, 'Ranking for a quarter'),
          before: wider,
          after: narrow,
        }),
      ],
      effects: [
        effect('performance-mode'),
        effect('search-ranking', {
          after: true,
          activeAfter: true,
          exposureBefore: { on: 0.5012, off: 0.4988 },
          exposureAfter: { on: 0.2487, off: 0.7513 },
          moved: 0.2525,
          lost: 0.2525,
        }),
      ],
      impact: { dependents: [], systems: ['search'], owners: ['platform', 'search'] },
      decisions: [
        {
          id: 'released-conflict:express-checkout:production',
          code: 'released-conflict',
          flag: 'express-checkout',
          environment: 'production',
          question: 'express-checkout was turned off when performance-mode was turned on: enable it again?',
          options: [
            { id: 'enable', label: 'enable express-checkout in the same commit' },
            { id: 'keep-off', label: 'leave it off' },
          ],
          chosen: undefined,
        },
      ],
      risks: [
        risk('released-conflict', {
          severity: 'high',
          flag: 'express-checkout',
          message: 'nothing keeps express-checkout off any more',
          evidence: ['sam turned it off in version 4 (b19e5c1), after performance-mode was turned on'],
          remedy: ['decide whether it is enabled again'],
          blocks: true,
        }),
        risk('drifted', {
          severity: 'high',
          flag: 'search-ranking',
          message: 'version 11 of search-ranking would be undone too',
          evidence: ['version 11 by Ada: Ranking for a third'],
          remedy: ['restore it alone: flagwright rollback search-ranking --to 11'],
        }),
      ],
      risk: 'high',
      blockers: [
        {
          id: 'released-conflict:express-checkout:production',
          message: 'a decision is open',
          option: '--decide released-conflict:express-checkout:production=ANSWER',
        },
      ],
      notes: ['new-checkout-ui changed since, and is now as it was then'],
    },
  });
}

/** Little to say. */
export function quiet(): RollbackReport {
  const before = { environments: { staging: true } };
  const after = { environments: { staging: false } };
  return report({
    what: 'new-banner to version 1 in staging',
    environments: ['staging'],
    next: nextOf('flagwright rollback new-banner --env staging --apply --reason ...'),
    plan: {
      restorations: [
        restoration('new-banner', {
          from: version(2),
          to: version(1, { subject: 'Create new-banner' }),
          environments: ['staging'],
          before,
          after,
        }),
      ],
      effects: [effect('new-banner', { environment: 'staging' })],
    },
  });
}

/** A dependent loses the flag for some only. */
export function partlyLost(): RollbackReport {
  const rules = (serve: unknown) => ({
    environments: { production: { enabled: true, rules: [{ name: 'eu', serve }] } },
  });
  return report({
    plan: {
      restorations: [restoration('payment-api-v2', { before: rules('on'), after: rules({ on: 25, off: 75 }) })],
      effects: [
        effect('payment-api-v2', { after: true, activeAfter: true, exposureAfter: { on: 1 }, moved: 0, lost: 0 }),
      ],
      impact: {
        dependents: [
          hitFlag('new-checkout-ui', {
            environments: {
              production: hitState({ losesPrerequisite: 'partly' }),
              staging: hitState({ active: false }),
            },
          }),
        ],
        systems: [],
        owners: ['checkout'],
      },
      carriers: [{ flag: 'payment-api-v2', environment: 'production', lost: 0.75, fallback: undefined, systems: [] }],
    },
  });
}

/** A segment; what changes is who gets the flags that use it. */
export function segment(): RollbackReport {
  const when = (country: string) => ({ when: { attribute: 'country', equals: country } });
  return report({
    what: 'what commit 5c1d0e2 did',
    environments: [],
    plan: {
      restorations: [
        restoration('launch-countries', {
          kind: 'segment',
          mode: 'inverse',
          path: 'flags/segments/launch-countries.segment.yaml',
          environments: ['staging', 'production'],
          changes: segmentChanges(when('FR'), when('DE')),
        }),
      ],
      effects: ['staging', 'production'].map((environment) =>
        effect('express-checkout', {
          environment,
          because: 'segment',
          after: true,
          activeAfter: true,
          exposureAfter: { on: 1 },
          moved: 0,
          lost: 0,
        }),
      ),
    },
  });
}

/** A flag that was removed comes back. */
export function returning(): RollbackReport {
  const after = { description: 'Search that ranks by price.', type: 'ops', environments: { production: true } };
  return report({
    what: 'old-search to version 7',
    environments: [],
    plan: {
      restorations: [
        restoration('old-search', {
          mode: 'whole',
          from: version(8, { subject: 'Remove old-search' }),
          to: version(7),
          before: undefined,
          after,
          changes: flagChanges(undefined, after),
        }),
      ],
      effects: [
        effect('old-search', {
          before: false,
          after: true,
          activeBefore: false,
          activeAfter: true,
          exposureBefore: {},
          exposureAfter: { on: 1 },
          lost: 0,
        }),
      ],
      files: new Map([['flags/old-search.flag.yaml', { before: undefined, after: 'x' }]]),
    },
  });
}

/** `--off` for a flag that no commit has. */
export function off(): RollbackReport {
  return report({
    what: 'payment-api-v2 to off in production',
    next: nextOf('flagwright rollback payment-api-v2 --off --env production --apply --reason ...'),
    plan: { restorations: [restoration('payment-api-v2', { mode: 'off', from: undefined, to: undefined })] },
  });
}
