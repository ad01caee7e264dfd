import type { RollbackReport } from '../../src/commands/rollback/rollback-report.ts';
import { flagChanges } from '../../src/meaning/changes.ts';
import type { RollbackPlan } from '../../src/rollback/plan/plan.ts';
import { effect, hitFlag, hitState, now, plan, report, restoration, risk, version, nextOf } from './rollback-report.ts';

const day = 24 * 60 * 60 * 1000;

/** Going back from version 2 of the payment API, when nothing is settled yet. */
export const payments: Partial<RollbackPlan> = {
  restorations: [
    restoration('payment-api-v2', {
      from: version(7, { commit: 'a41be02'.padEnd(40, '0'), subject: 'v2 on for everyone', incident: 'INC-31' }),
      to: version(6, {
        commit: '77d0c1e'.padEnd(40, '0'),
        subject: 'v2 off while bank tests',
        committedAt: now - 9 * day,
      }),
    }),
  ],
  impact: {
    dependents: [
      hitFlag('new-checkout-ui'),
      hitFlag('express-checkout', {
        criticality: 'medium',
        needs: ['payment-api-v2', 'new-checkout-ui'],
        environments: { production: hitState({ active: false, dormant: true }) },
      }),
    ],
    systems: ['web-storefront', 'checkout-api'],
    owners: ['payments', 'checkout'],
  },
  carriers: [
    {
      flag: 'payment-api-v2',
      environment: 'production',
      lost: 1,
      fallback: { kind: 'flag', key: 'payment-api-v1', problem: undefined },
      systems: [
        {
          key: 'payment-api-v1-service',
          status: 'active',
          capacity: { peak: 1500, unit: 'rps' },
          load: { peak: 1200, unit: 'rps' },
          verdict: 'enough',
        },
        {
          key: 'legacy-payment-system',
          status: 'legacy',
          capacity: { peak: 800, unit: 'rps' },
          load: { peak: 1200, unit: 'rps' },
          verdict: 'too-little',
        },
      ],
    },
  ],
  risks: [
    risk('cascade', {
      flag: 'new-checkout-ui',
      message: 'new-checkout-ui is on and would lose payment-api-v2',
      remedy: ['--cascade turns it off in the same commit', '--accept cascade goes ahead without it'],
      blocks: true,
    }),
    risk('fallback-capacity', {
      message: '1200 rps onto legacy-payment-system, which has 800',
      evidence: ['payment-api-v2 carries 1200 rps, and all of its exposure goes'],
      remedy: ['raise its capacity in systems.yaml'],
      blocks: true,
    }),
    risk('fallback-legacy', {
      severity: 'high',
      message: 'legacy-payment-system is legacy: confirm that it still holds the data',
    }),
    risk('dormant-dependent', {
      severity: 'low',
      flag: 'express-checkout',
      message: 'express-checkout could no longer be enabled',
    }),
  ],
  risk: 'critical',
  approvals: [
    {
      rule: 'critical-needs-two',
      flag: 'payment-api-v2',
      environment: 'production',
      count: 2,
      from: ['owner', 'role:release-manager'],
      have: ['omar@example.com'],
    },
  ],
  blockers: [
    { id: 'cascade', message: 'new-checkout-ui is on and would lose payment-api-v2', option: '--accept cascade' },
    {
      id: 'fallback-capacity',
      message: '1200 rps onto legacy-payment-system, which has 800',
      option: '--accept fallback-capacity',
    },
  ],
};

const settled = 'flagwright rollback payment-api-v2 --env production --cascade --accept fallback-capacity';

export function blocked(): RollbackReport {
  return report({ plan: payments, next: nextOf(`${settled} --apply --reason ...`) });
}

const uiBefore = { environments: { production: true } };
const uiAfter = { environments: { production: false } };

/** The same with `--cascade`, the rest accepted. */
const cascaded: Partial<RollbackPlan> = {
  ...payments,
  besides: [
    {
      flag: 'new-checkout-ui',
      environment: 'production',
      because: 'cascade',
      changes: flagChanges(uiBefore, uiAfter),
    },
  ],
  effects: [effect('payment-api-v2'), effect('new-checkout-ui', { because: 'cascade' })],
  risks: payments.risks!.slice(1).map((one) => ({ ...one, accepted: one.blocks, blocks: false })),
  blockers: [],
  files: new Map([
    ['flags/payment-api-v2.flag.yaml', { before: 'a', after: 'b' }],
    ['flags/new-checkout-ui.flag.yaml', { before: 'c', after: 'd' }],
  ]),
};

export function ready(): RollbackReport {
  return report({ plan: cascaded, next: nextOf(`${settled} --apply --reason ...`) });
}

export function applied(own: Partial<NonNullable<RollbackReport['applied']>> = {}): RollbackReport {
  return report({
    plan: cascaded,
    applied: {
      commit: '9e0d7aa'.padEnd(40, '0'),
      branch: 'main',
      newBranch: undefined,
      subject: 'Roll back payment-api-v2 to version 6 in production',
      pushedTo: undefined,
      pushError: undefined,
      ...own,
    },
  });
}

/** Asked for the state that it is in already. */
export function nothing(): RollbackReport {
  const same = restoration('payment-api-v2', { changes: [] });
  return report({ plan: { ...plan(), restorations: [same], effects: [], files: new Map() } });
}
