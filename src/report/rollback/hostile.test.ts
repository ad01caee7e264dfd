import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { diagnostic } from '../../../test/support/lint-report.ts';
import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import { change } from '../../meaning/change.ts';
import { makeStyle } from '../style.ts';
import { rollbackMarkdown } from './markdown.ts';
import { applied } from '../../../test/support/rollback-payments.ts';
import {
  effect,
  hitFlag,
  hitState,
  hostile,
  report,
  restoration,
  risk,
  version,
} from '../../../test/support/rollback-report.ts';
import { rollbackText } from './text.ts';

/** Whatever a terminal would obey, or hide. */
// oxlint-disable-next-line no-control-regex
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

/** The same text wherever one can come from a file, a commit or the command line. */
function everywhere(text: string, isRefused = false): RollbackReport {
  const changes = [change({ kind: 'metadata', path: [text], before: text, after: text, subject: text, detail: text })];
  const label = version(1, { author: { name: text, email: text }, subject: text, incident: text });
  const restored = restoration(text, { from: label, to: label, path: text, environments: [text], changes });
  const option = `--decide ${text}`;
  const system = { key: text, status: text, capacity: { peak: 1, unit: text }, load: { peak: 2, unit: text } };
  return report({
    what: text,
    environments: [text],
    next: [{ answers: [{ id: text, answer: text, label: text }], words: ['flagwright', text, '--reason', text] }],
    refused: isRefused ? { reason: 'changed', message: text, help: `${text}\n${text}` } : undefined,
    plan: {
      restorations: [restored, { ...restored, kind: 'segment' }],
      effects: [effect(text, { environment: text, exposureBefore: { [text]: 1 }, exposureAfter: {} })],
      impact: {
        dependents: [
          hitFlag(text, { owner: text, criticality: text, environments: { [text]: hitState() } }),
          hitFlag(`${text}2`, { needs: [text], path: [text, text, `${text}2`], environments: {} }),
        ],
        systems: [text],
        owners: [text],
      },
      carriers: [
        {
          flag: text,
          environment: text,
          lost: 1,
          fallback: { kind: 'flag', key: text, problem: text },
          systems: [{ ...system, verdict: 'too-little' }],
        },
      ],
      decisions: [
        {
          id: text,
          code: text,
          flag: text,
          environment: text,
          question: text,
          options: [{ id: text, label: text }],
          chosen: undefined,
        },
      ],
      risks: [risk(text, { flag: text, message: text, evidence: [text], remedy: [text], blocks: true })],
      approvals: [{ rule: text, flag: text, environment: text, count: 2, from: [text], have: [text] }],
      diagnostics: [diagnostic({ rule: text, message: text, file: text })],
      blockers: [{ id: text, message: text, option }],
      notes: [text],
    },
  });
}

it('lets no text of a user move the cursor', () => {
  const any = fc.oneof(fc.string({ unit: 'binary', maxLength: 80 }), fc.constant(hostile), fc.constant(''));
  fc.assert(
    fc.property(any, fc.boolean(), fc.integer({ min: 20, max: 120 }), (text, isRefused, width) => {
      const shown = rollbackText(everywhere(text, isRefused), makeStyle({ color: false, width }));
      expect(shown).not.toMatch(obeyed);
    }),
    { numRuns: 20 },
  );
});

it('lets no text of a user become markup in a channel', () => {
  for (const one of [
    everywhere(hostile),
    everywhere(hostile, true),
    { ...applied({ pushError: hostile }), what: hostile },
  ]) {
    const text = rollbackMarkdown(one);
    const [prose = ''] = text.split('```sh');
    expect(prose).not.toMatch(/<b>|`@all`|@all|\[x\]\(|https?:\/\//);
    expect(text).not.toMatch(obeyed);
  }
});

it('keeps the command in its fence', () => {
  const one = report({ next: [{ answers: [], words: ['flagwright', '```', '````'] }] });
  expect(rollbackMarkdown(one)).toContain("\n`````sh\nflagwright '```' '````'\n`````\n");
});
