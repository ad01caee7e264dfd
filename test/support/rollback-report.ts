import type { NextCommand, RollbackReport } from '../../src/commands/rollback/rollback-report.ts';
import { flagChanges } from '../../src/meaning/changes.ts';
import type { AssessedRisk, HitFlag, HitState, RollbackPlan } from '../../src/rollback/plan/plan.ts';
import type { Restoration, VersionLabel } from '../../src/rollback/target/restoration.ts';
import type { Effect } from '../../src/rollback/effects/effect.ts';

export const now = Date.parse('2026-11-22T14:20:00Z');
const day = 24 * 60 * 60 * 1000;
const base = '4f1c2d9'.padEnd(40, '0');

export function version(number: number, own: Partial<VersionLabel> = {}): VersionLabel {
  return {
    number,
    commit: `${number}d0c1e5`.padEnd(40, 'b'),
    committedAt: now - 3 * day,
    author: { name: 'Lin', email: 'lin@example.com' },
    subject: `Change number ${number}`,
    incident: undefined,
    ...own,
  };
}

/** Of a flag that is on before and off afterwards, unless said otherwise. */
export function restoration(key: string, own: Partial<Restoration> = {}): Restoration {
  const before = { owner: 'payments', environments: { production: true } };
  const after = { owner: 'payments', environments: { production: false } };
  return {
    kind: 'flag',
    key,
    mode: 'environments',
    path: `flags/${key}.flag.yaml`,
    from: version(7),
    to: version(6),
    environments: ['production'],
    before,
    after,
    text: 'owner: payments\nenvironments: { production: false }\n',
    changes: flagChanges(own.before ?? before, own.after ?? after),
    drifted: [],
    staying: [],
    ...own,
  };
}

/** On for everybody before, off for everybody afterwards. */
export function effect(flag: string, own: Partial<Effect> = {}): Effect {
  return {
    flag,
    environment: 'production',
    because: 'restored',
    before: true,
    after: false,
    activeBefore: true,
    activeAfter: false,
    exposureBefore: { on: 1 },
    exposureAfter: { off: 1 },
    moved: 1,
    lost: 1,
    byAttributes: [],
    askedFirst: undefined,
    ...own,
  };
}

export function hitState(own: Partial<HitState> = {}): HitState {
  return { active: true, losesPrerequisite: undefined, dormant: false, switched: undefined, ...own };
}

export function hitFlag(key: string, own: Partial<HitFlag> = {}): HitFlag {
  return {
    key,
    depth: 1,
    path: ['payment-api-v2', key],
    needs: ['payment-api-v2'],
    owner: 'checkout',
    criticality: 'high',
    environments: { production: hitState({ losesPrerequisite: 'wholly' }) },
    ...own,
  };
}

export function risk(code: string, own: Partial<AssessedRisk> = {}): AssessedRisk {
  return {
    code,
    severity: 'critical',
    flag: 'payment-api-v2',
    environment: 'production',
    message: `something about ${code}`,
    evidence: [],
    remedy: [],
    accepted: false,
    blocks: false,
    ...own,
  };
}

export function plan(own: Partial<RollbackPlan> = {}): RollbackPlan {
  const restorations = own.restorations ?? [restoration('payment-api-v2')];
  return {
    base,
    now,
    restorations,
    besides: [],
    effects: [effect('payment-api-v2')],
    impact: { dependents: [], systems: [], owners: [] },
    carriers: [],
    decisions: [],
    risks: [],
    risk: 'none',
    approvals: [],
    diagnostics: [],
    blockers: [],
    notes: [],
    files: new Map(restorations.map(({ path, text }) => [path, { before: '', after: text }])),
    ...own,
  };
}

/** Of a plan that may be done, unless it has blockers. */
export function report(
  own: Partial<Omit<RollbackReport, 'plan'>> & { plan?: Partial<RollbackPlan> } = {},
): RollbackReport {
  const planned = plan(own.plan);
  return {
    command: 'rollback',
    ok: planned.blockers.length === 0,
    what: 'payment-api-v2 to version 6 in production',
    environments: ['production'],
    texts: new Map(),
    next: nextOf('flagwright rollback payment-api-v2 --env production --apply --reason ...'),
    applied: undefined,
    refused: undefined,
    ...own,
    plan: planned,
  };
}

export function nextOf(line: string): NextCommand[] {
  return [{ answers: [], words: words(line) }];
}

function words(line: string): string[] {
  return line.split(' ');
}

/** Every kind of text that a terminal or a code host would obey. */
export const hostile = '\u001b[31m\u0007evil\r\n\u202e<b>`@all`</b> | [x](http://example.com) ';
