import { expect, it } from 'vitest';
import { validOutput } from '../../../test/support/output-schema.ts';
import { diagnostic } from '../../../test/support/lint-report.ts';
import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { rollbackJson } from './json.ts';
import { applied, blocked, nothing, ready } from '../../../test/support/rollback-payments.ts';
import { hostile, report, restoration, version } from '../../../test/support/rollback-report.ts';
import { off, partlyLost, quiet, returning, segment, since } from '../../../test/support/rollback-scenarios.ts';

const valid = (one: RollbackReport): Record<string, unknown> => validOutput('rollback', rollbackJson(one));

it.each(Object.entries({ applied, blocked, nothing, off, partlyLost, quiet, ready, returning, segment, since }))(
  'is what its schema says: %s',
  (_, make) => {
    valid(make());
  },
);

it('tells of each flag what changes, where and why', () => {
  const output = valid(ready());
  const state = (enabled: boolean) => ({ enabled, active: enabled });
  const production = {
    before: state(true),
    after: state(false),
    exposureBefore: { on: 1 },
    exposureAfter: { off: 1 },
  };
  expect(output.flags).toMatchObject([
    {
      key: 'payment-api-v2',
      because: 'restored',
      from: { version: 7, commit: 'a41be02'.padEnd(40, '0'), incident: 'INC-31' },
      to: { version: 6 },
      environments: { production },
      changes: [{ kind: 'state', environment: 'production', summary: 'production: on → off' }],
    },
    { key: 'new-checkout-ui', because: 'cascade', mode: null, from: null, to: null, environments: { production } },
  ]);
  expect(output).toMatchObject({
    ok: true,
    blocked: false,
    applied: false,
    commit: null,
    risk: 'critical',
    approvals: { required: [{ rule: 'critical-needs-two', count: 2 }], have: ['omar@example.com'] },
    apply:
      'flagwright rollback payment-api-v2 --env production --cascade --accept fallback-capacity --apply --reason "..."',
  });
});

it('says what blocks, and what was done', () => {
  expect(valid(blocked())).toMatchObject({
    ok: false,
    blocked: true,
    blockers: [{ id: 'cascade', option: '--accept cascade' }, { id: 'fallback-capacity' }],
  });
  expect(valid(applied({ pushError: 'no' }))).toMatchObject({
    applied: true,
    commit: { id: '9e0d7aa'.padEnd(40, '0'), branch: 'main', pushedTo: null, pushError: 'no' },
  });
});

it('has what is cut elsewhere, diagnostics with their places, and why it was refused', () => {
  const file = 'flags/a.flag.yaml';
  const found = diagnostic({ rule: 'prerequisite-disabled', file, span: { start: 3, end: 4 } });
  const output = valid(
    report({
      plan: {
        restorations: [restoration('a', { mode: 'inverse', to: undefined, drifted: [version(8)] })],
        effects: [],
        diagnostics: [found],
        notes: Array.from({ length: 50 }, (_, at) => `note ${at}`),
      },
      texts: new Map([[file, 'a:\nb\n']]),
      refused: { reason: 'changed', message: 'main has moved on', help: 'look again' },
      next: [],
    }),
  );
  expect(output).toMatchObject({
    flags: [{ mode: 'inverse', to: null, drifted: [{ version: 8 }] }],
    diagnostics: [{ rule: 'prerequisite-disabled', range: { start: { line: 2, column: 1 } } }],
    refused: { reason: 'changed' },
    apply: null,
  });
  expect(output.notes).toHaveLength(50);
});

it('keeps a terminal from obeying what a user wrote, and the text whole', () => {
  const one = report({ what: hostile, plan: { notes: [hostile] } });
  // oxlint-disable-next-line no-control-regex
  expect(rollbackJson(one)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
  expect(valid(one)).toMatchObject({ what: hostile, notes: [hostile] });
});
