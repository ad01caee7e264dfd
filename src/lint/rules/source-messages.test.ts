import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { SchemaName } from '../../schema/schema-name.ts';
import { validateDocument } from '../../schema/validate.ts';
import { parseDocument } from '../../source/document.ts';
import { rules } from './index.ts';

/** Field names and values that meet every part of the schemas, rightly and wrongly. */
const names = 'key description type owner created expires retire review extensions links tags variants off on conflicts fallback reversible load environments production enabled rules targeting otherwise name when serve from until all any not segment attribute equals in semver every last flag system reason peak unit version lifecycle release maxAge warn expired stale-flag teams platform members handles github roles systems status capacity id authors approvals count freezes emergency cases populations environment at context expect value size tolerance __proto__ constructor banana'.split(' '); // prettier-ignore
const scalar = fc.constantFrom<unknown>('on', 'abc', 'x', '', 'A B', 'ops', 'release', 'opps', '2026-02-30', '2026-10-12', '180d', '9999999999d', 'a@b.c', '@acme', 'https://example.com', 0, -1, 1.5, 3e9, true, false, null); // prettier-ignore
const name = fc.constantFrom(...names);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', maxDepth: 6 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6 }),
  ),
}));
const kinds: SchemaName[] = ['manifest', 'owners', 'systems', 'policy', 'flag', 'segment', 'spec'];

it('says of any file only what the rules document, with something to do about it', async () => {
  const templates = new Map(
    rules.map((rule) => [
      rule.id,
      Object.values(rule.messages).map(({ text }) => {
        const parts = text.split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        return new RegExp(`^${parts.join('.*')}$`, 's');
      }),
    ]),
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...kinds), fc.dictionary(name, value, { maxKeys: 8 }), async (kind, file) => {
      const text = JSON.stringify(file);
      for (const problem of (await validateDocument(kind, parseDocument('a.yaml', text))).problems) {
        expect(problem.help, problem.message).toBeTruthy();
        expect(
          templates.get(problem.rule)?.some((template) => template.test(problem.message)),
          `${problem.rule}: ${problem.message}`,
        ).toBe(true);
        const { at } = problem;
        if (!('span' in at)) throw new Error('a problem of one file has a span');
        expect(at.span.end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 500 },
  );
});
