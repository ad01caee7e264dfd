import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { diagnostic } from '../../../test/support/lint-report.ts';
import { flagChanges } from '../../meaning/changes.ts';
import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { makeStyle } from '../style.ts';
import * as payments from '../../../test/support/rollback-payments.ts';
import { effect, hitFlag, report, restoration, risk } from '../../../test/support/rollback-report.ts';
import * as scenarios from '../../../test/support/rollback-scenarios.ts';
import { rollbackText } from './text.ts';

const plain = makeStyle({ color: false, unicode: false });
const text = (one: RollbackReport, style = plain): string => rollbackText(one, style);
/** From a heading to the empty line. */
const block = (one: RollbackReport, heading: string, style = plain): string =>
  text(one, style)
    .split('\n\n')
    .find((part) => part.startsWith(heading)) ?? '';

const all = Object.entries({ ...scenarios, ...payments }).flatMap(([name, make]) =>
  typeof make === 'function' ? [[name, make()] as const] : [],
);

describe('the preview', () => {
  it('reads from the verdict to the command', () => {
    expect(text(payments.blocked())).toMatchInlineSnapshot(`
      "Roll back payment-api-v2 to version 6 in production                      BLOCKED
      Risk critical: 2 things must be settled first

        version 7  a41be02  Lin, 3 days ago  "v2 on for everyone"  INC-31
        version 6  77d0c1e  Lin, 9 days ago  "v2 off while bank tests"

      changes in production
        state       on -> off
        exposure    on 100% -> 0%        off 0% -> 100%

      who is hit
        payment-api-v2
        +- new-checkout-ui      on, loses its prerequisite  checkout  high
        |  \`- express-checkout  off, could not be enabled   checkout  medium
        \`- express-checkout     (above)
        systems  web-storefront, checkout-api         owners  payments, checkout

      what carries the load     payment-api-v1 (on)
        payment-api-v1-service   active   1500 rps   ok for 1200 rps
        legacy-payment-system    LEGACY    800 rps   load is 1200 rps

      risks
        critical  cascade            new-checkout-ui is on and would lose
                                     payment-api-v2
                                     -> --cascade turns it off in the same commit
                                     -> --accept cascade goes ahead without it
        critical  fallback-capacity  1200 rps onto legacy-payment-system, which has
                                     800
                                     -> raise its capacity in systems.yaml
                                     -> --accept fallback-capacity goes ahead anyway
        high      fallback-legacy    legacy-payment-system is legacy: confirm that it
                                     still holds the data
        low       dormant-dependent  express-checkout could no longer be enabled

      approvals    1 more from payments or release-manager (has omar@example.com)

      to do it
        flagwright rollback payment-api-v2 --env production --cascade \\
          --accept fallback-capacity --apply --reason "..."

      nothing was written
      "
    `);
  });

  it('says of each flag that changes why, where there are several', () => {
    expect(block(payments.ready(), 'changes')).toMatchInlineSnapshot(`
      "changes in production
        payment-api-v2
          state       on -> off
          exposure    on 100% -> 0%        off 0% -> 100%
        new-checkout-ui   by --cascade
          state       on -> off
          exposure    on 100% -> 0%        off 0% -> 100%"
    `);
    expect(text(payments.ready()).split('\n\n')[0]).toMatchInlineSnapshot(`
      "Roll back payment-api-v2 to version 6 in production                        READY
      Risk critical: nothing stands in the way; accepted: fallback-capacity"
    `);
  });

  it('names the versions that several are taken back from, and the decisions with what to add', () => {
    expect(text(scenarios.since())).toMatchInlineSnapshot(`
      "Roll back everything since 2026-11-22T09:00Z in production               BLOCKED
      Risk high: 1 thing must be settled first

      undoes
        performance-mode  4 -> 3    4d0c1e5  Lin, 2 hours ago  "Turn on performanc..."
        search-ranking    12 -> 10  12d0c1e  Lin, 4 hours ago  "Ranking for half o..."

      changes in production
        performance-mode
          state       on -> off
          exposure    on 100% -> 0%        off 0% -> 100%
        search-ranking
          state       50% -> 25% on
          exposure    on 50.1% -> 24.9%    off 49.9% -> 75.1%

      who is hit
        no other flag needs what is rolled back
        systems  search         owners  platform, search

      decisions
        open     express-checkout was turned off when performance-mode was turned on:
                 enable it again?
                 -> enable express-checkout in the same commit
                    --decide released-conflict:express-checkout:production=enable
                 -> leave it off
                    --decide released-conflict:express-checkout:production=keep-off

      risks
        high  released-conflict  nothing keeps express-checkout off any more
                                   sam turned it off in version 4 (b19e5c1), after
                                   performance-mode was turned on
        high  drifted            version 11 of search-ranking would be undone too
                                   version 11 by Ada: Ranking for a third
                                 -> restore it alone: flagwright rollback
                                    search-ranking --to 11

      good to know
        - new-checkout-ui changed since, and is now as it was then

      to do it
        flagwright rollback --since 2026-11-22T09:00Z --env production \\
          --decide released-conflict:express-checkout:production=ANSWER --apply \\
          --reason "..."

      nothing was written
      "
    `);
  });

  it('is short where there is little to say', () => {
    expect(text(scenarios.quiet())).toMatchInlineSnapshot(`
      "Roll back new-banner to version 1 in staging                               READY
      No risk found: nothing stands in the way

        version 2  2d0c1e5  Lin, 3 days ago  "Change number 2"
        version 1  1d0c1e5  Lin, 3 days ago  "Create new-banner"

      changes in staging
        state       on -> off
        exposure    on 100% -> 0%        off 0% -> 100%

      who is hit
        no other flag needs what is rolled back

      to do it
        flagwright rollback new-banner --env staging --apply --reason "..."
      "
    `);
  });

  it('says that keys alone do not tell where no key changes', () => {
    expect(text(scenarios.partlyLost())).toMatchInlineSnapshot(`
      "Roll back payment-api-v2 to version 6 in production                        READY
      No risk found: nothing stands in the way

        version 7  7d0c1e5  Lin, 3 days ago  "Change number 7"
        version 6  6d0c1e5  Lin, 3 days ago  "Change number 6"

      changes in production
        rule eu     on -> 25% on
        exposure    the same for all that are counted

      who is hit
        payment-api-v2
        \`- new-checkout-ui  production: on, loses its prerequisite for  checkout  high
                            some; staging: off
        owners  checkout

      what carries the load     no fallback is named, for 75% of the keys

      to do it
        flagwright rollback payment-api-v2 --env production --apply --reason "..."
      "
    `);
  });

  it('shows what a segment does to the flags that use it', () => {
    expect(text(scenarios.segment())).toMatchInlineSnapshot(`
      "Roll back what commit 5c1d0e2 did                                          READY
      No risk found: nothing stands in the way

      undoes
        segment launch-countries  7 -> 6  7d0c1e5  Lin, 3 days ago  "Change number 7"

      changes of the definition
        segment launch-countries
          when        country = FR -> DE

      changes in production
        express-checkout   through its segment
          exposure    the same for all that are counted

      changes in staging
        express-checkout   through its segment
          exposure    the same for all that are counted

      who is hit
        no other flag needs what is rolled back

      to do it
        flagwright rollback payment-api-v2 --env production --apply --reason "..."
      "
    `);
  });

  it('says where a flag that was removed comes back', () => {
    expect(text(scenarios.returning())).toMatchInlineSnapshot(`
      "Roll back old-search to version 7                                          READY
      No risk found: nothing stands in the way

        version 8  8d0c1e5  Lin, 3 days ago  "Remove old-search"
        version 7  7d0c1e5  Lin, 3 days ago  "Change number 7"

      changes of the definition
        comes back  as flags/old-search.flag.yaml, production on

      changes in production
        exposure    on 0% -> 100%

      who is hit
        no other flag needs what is rolled back

      to do it
        flagwright rollback payment-api-v2 --env production --apply --reason "..."
      "
    `);
  });

  it('switches off what has no version', () => {
    expect(text(scenarios.off()).split('\n\n').slice(0, 2)).toMatchInlineSnapshot(`
      [
        "Roll back payment-api-v2 to off in production                              READY
      No risk found: nothing stands in the way",
        "  as it is  in no commit yet
        off       no version: it is only switched off",
      ]
    `);
  });

  it('shows what lint would say, with the place', () => {
    const file = 'flags/ui.flag.yaml';
    const found = diagnostic({ file, span: { start: 2, end: 3 }, message: 'new-ui needs what is off' });
    const one = report({ plan: { diagnostics: [found] }, texts: new Map([[file, 'a\nb\n']]) });
    expect(block(one, 'lint')).toBe(
      'lint would say\n  x unknown-owner   new-ui needs what is off\n    flags/ui.flag.yaml:2',
    );
  });

  it('offers to accept a risk only where that helps', () => {
    const one = risk('invalid-result', { blocks: true, remedy: ['repair it'] });
    const blockers = [{ id: 'invalid-result', message: 'it has errors', option: undefined }];
    expect(block(report({ plan: { risks: [one], risk: 'critical', blockers } }), 'risks')).not.toContain('--accept');
    expect(block(payments.blocked(), 'risks')).toContain('-> --accept fallback-capacity goes ahead anyway');
  });

  it('says what was accepted and decided', () => {
    expect(block(payments.ready(), 'risks')).toMatch(/has\s+800 \(accepted\)/);
    const [decision] = scenarios.since().plan.decisions;
    const decided = report({ plan: { decisions: [{ ...decision!, chosen: 'keep-off' }] } });
    expect(block(decided, 'decisions')).toMatchInlineSnapshot(`
      "decisions
        settled  express-checkout was turned off when performance-mode was turned on:
                 enable it again? -> leave it off"
    `);
  });
});

describe('after --apply', () => {
  it('says what was done, and how it is undone', () => {
    expect(text(payments.applied())).toMatchInlineSnapshot(`
      "Rolled back payment-api-v2 to version 6 in production
        commit 9e0d7aa on main: 2 files, risk critical (accepted: fallback-capacity)
        payment-api-v2 off, new-checkout-ui off
        not pushed: git push, or next time --push
      undo   flagwright rollback --commit 9e0d7aa --apply --reason "..."
      "
    `);
  });

  it('says where it was pushed, or why not', () => {
    expect(text(payments.applied({ pushedTo: 'origin' }))).toContain('\n  pushed to origin\n');
    expect(text(payments.applied({ pushError: 'rejected\nfetch first' }))).toContain(
      '\n  not pushed: git says\n    rejected\n    fetch first\n',
    );
  });

  it('says that a branch of its own must be merged first, and offers no undo that would not work', () => {
    const shown = text(payments.applied({ branch: 'rollback/v2', newBranch: 'rollback/v2' }));
    expect(shown).toContain('not pushed: git push origin rollback/v2');
    expect(shown).toContain('it takes effect once rollback/v2 is merged');
    expect(shown).not.toContain('undo');
  });

  it('says why it was refused, and that nothing was written', () => {
    const refused = { reason: 'hook' as const, message: 'the hook pre-commit said no', help: 'it says:\nno secrets' };
    expect(text(report({ refused }))).toBe(
      'refused: the hook pre-commit said no\nnothing was written\nhelp: it says:\n  no secrets\n',
    );
  });

  it('shows the new plan where it is not the one previewed any more', () => {
    const refused = { reason: 'changed' as const, message: 'main has moved on', help: 'look at it again' };
    const shown = text({ ...payments.blocked(), refused });
    expect(shown).toMatch(/^refused: main has moved on\nnothing was written\nhelp: look at it again\n\nRoll back /);
  });
});

it('is one sentence where there is nothing to do', () => {
  expect(text(payments.nothing())).toBe(
    'nothing to do: everything is already in that state (payment-api-v2 to version 6\nin production)\n',
  );
  const noted = report({ plan: { restorations: [], notes: ['no risk is called "cascde"'] } });
  expect(text(noted)).toContain('\n\ngood to know\n  - no risk is called "cascde"\n');
});

it.each(all)('fits the terminal, and colour changes no character: %s', (_, one) => {
  for (const width of [60, 80, 132]) {
    for (const unicode of [true, false]) {
      const shown = rollbackText(one, makeStyle({ color: false, width, unicode }));
      expect(stripVTControlCharacters(rollbackText(one, makeStyle({ color: true, width, unicode })))).toBe(shown);
      expect(shown).not.toMatch(/[^\S\n]$/m);
      if (!unicode) expect(shown).toMatch(/^[\n -~]*$/);
      for (const line of shown.split('\n')) {
        // What is to be copied is never broken.
        if (!line.includes('--decide')) expect(stringWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
  }
});

it('breaks no word of what carries the load, however narrow the terminal', () => {
  const words = (width: number): string[] =>
    block(payments.blocked(), 'what carries the load', makeStyle({ color: false, width })).split(/\s+/);
  expect(words(132)).toContain('legacy-payment-system');
  for (const width of [80, 70, 60, 50]) expect(words(width), String(width)).toEqual(words(132));
});

it('paints red what stops, and nothing else', () => {
  const red = '\u001b[31m';
  const colored = (one: RollbackReport): string => rollbackText(one, makeStyle({ color: true }));
  expect(colored(payments.blocked()).split(red)).toHaveLength(4);
  expect(colored(payments.ready())).not.toContain(red);
  expect(colored(scenarios.quiet())).not.toContain(red);
});

describe('long lists', () => {
  const keys = Array.from({ length: 10_000 }, (_, at) => `flag-${at}`);

  it('are cut: the text stays short, and takes no time', () => {
    const huge = report({
      plan: {
        restorations: keys.map((key) => restoration(key)),
        effects: keys.map((key) => effect(key)),
        impact: { dependents: keys.map((key) => hitFlag(`on-${key}`)), systems: keys, owners: keys },
        risks: keys.map((flag) => risk('cascade', { flag, message: `${flag} is lost`, evidence: keys })),
        notes: keys,
        diagnostics: keys.map((file) => diagnostic({ file })),
        approvals: keys.map((flag) => ({ ...payments.payments.approvals![0]!, flag })),
        carriers: keys.map((flag) => ({ flag, environment: 'production', lost: 1, fallback: undefined, systems: [] })),
        blockers: [{ id: 'cascade', message: 'many', option: '--accept cascade' }],
      },
    });
    const start = performance.now();
    const shown = text(huge);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(shown.split('\n').length).toBeLessThan(400);
    expect(shown).toContain('... and 9980 more cascade (--format json has all)');
    expect(block(huge, 'who')).toContain('... and 9981 more flags (--format json has all)');
  });

  it('never lose a kind of risk that blocks, nor an open decision', () => {
    const [decision] = scenarios.since().plan.decisions;
    const many = report({
      plan: {
        decisions: keys.slice(0, 60).map((id) => ({ ...decision!, id })),
        risks: keys.slice(0, 60).map((code) => risk(code, { severity: 'high', blocks: true })),
        blockers: [{ id: 'x', message: 'x', option: undefined }],
      },
    });
    const shown = text(many);
    expect(shown.match(/^ {2}open /gm)).toHaveLength(60);
    expect(shown.match(/^ {2}high {2}flag-/gm)).toHaveLength(60);
    const quiet = report({ plan: { risks: keys.map((code) => risk(code, { severity: 'low' })) } });
    expect(block(quiet, 'risks').split('\n')).toHaveLength(14);
  });

  it('do not break on a change of thousands of fields', () => {
    const after = Object.fromEntries(keys.map((key) => [key, key]));
    const one = restoration('a', { changes: flagChanges({ x: 1 }, after) });
    expect(block(report({ plan: { restorations: [one] } }), 'changes of').split('\n').length).toBeLessThan(15);
  });
});
