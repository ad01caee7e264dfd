import { describe, expect, test } from 'vitest';
import { lintInspector, lintProject } from '../src/lint/lint.ts';
import type { Example } from '../src/lint/rule.ts';
import { loadProject } from '../src/project/load.ts';
import { exampleTree } from './support/example-project.ts';

/** What all of lint says of small projects on 2026-11-22. */
async function said(example: Example): Promise<string[]> {
  const project = await loadProject(exampleTree(example), '', { inspector: lintInspector });
  const { diagnostics } = await lintProject(project, { now: Date.parse('2026-11-22') });
  return diagnostics.map(({ rule, flag, message }) => `${rule} ${flag}: ${message}`);
}

const needs = (...keys: readonly string[]): string =>
  `prerequisites: [${keys.map((key) => `{ flag: ${key} }`).join(', ')}]\n`;
const off = 'environments: { production: false }\n';
const rule = (when: string): string =>
  `environments:\n  production:\n    enabled: true\n    rules: [{ name: some, when: ${when}, serve: on }]\n    otherwise: off\n`;

const isAbout = (...rules: readonly string[]): ((text: string) => boolean) => {
  const words = new Set(rules);
  return (text) => words.has(text.split(' ', 1)[0] ?? '');
};

describe('flags whose prerequisites cannot hold at the time', () => {
  /** In force: everybody gets off. */
  const closed =
    'environments:\n  production:\n    enabled: true\n    rules: [{ name: closed, from: 2026-11-01, until: 2026-12-31, serve: off }]\n    otherwise: on\n';

  test.each([
    ['is off', off, true],
    ['is closed by a rule in force', closed, true],
    ['is on', 'tags: [base]\n', false],
  ])('conflict with nobody where what they need %s', async (_, base, isSilent) => {
    const flags = { base, alpha: `${needs('base')}conflicts: [{ flag: beta }]\n`, beta: '' };
    const found = (await said({ flags })).filter(isAbout('conflicting-flags'));
    expect(found).toHaveLength(isSilent ? 0 : 1);
    const turned = { base, alpha: `conflicts: [{ flag: beta }]\n`, beta: needs('base') };
    expect((await said({ flags: turned })).filter(isAbout('conflicting-flags'))).toEqual(found);
  });

  test.each([
    ['is off', off, true],
    ['is closed by a rule in force', closed, true],
    ['is on', 'tags: [base]\n', false],
  ])('can carry nobody where what they need %s', async (_, base, isMissing) => {
    const flags = { base, old: needs('base'), new: 'fallback: { flag: old }\n' };
    const found = (await said({ flags })).filter(isAbout('fallback-unavailable'));
    expect(found).toEqual(
      isMissing ? ['fallback-unavailable new: new is on in production, but its fallback old is off there'] : [],
    );
  });

  test('need no fallback themselves', async () => {
    const flags = { base: off, old: off, new: `${needs('base')}fallback: { flag: old }\n` };
    expect((await said({ flags })).filter(isAbout('fallback-unavailable'))).toEqual([]);
  });
});

describe('files that are right', () => {
  test('may test for a member of an empty list, which is false', async () => {
    expect(await said({ flags: { alpha: rule('{ attribute: plan, in: [] }') } })).toEqual([]);
  });

  test.each([
    ['as a whole', (fields: string) => `{\n\t${fields}\n}\n`],
    ['after one space', (fields: string) => `{\n \t${fields}\n }\n`],
  ])('may indent a flow mapping with tabs %s', async (_, layout) => {
    const fields = [
      '"description": "What this flag is for, in a sentence."',
      '"type": "ops"',
      '"owner": "platform"',
      '"created": "2026-10-01"',
      '"review": {\n\t\t"every": "180d"\n\t}',
      '"environments": {\n\t\t"production": true\n\t}',
    ];
    const text = layout(fields.join(',\n\t'));
    expect(await said({ files: { 'alpha.flag.yaml': text } })).toEqual([]);
  });
});

test.each(['release', 'experiment', 'migration', 'ops', 'kill-switch', 'permission'])(
  'the fields that a flag of type %s misses are told in words that can be read aloud',
  async (type) => {
    const flag = `description: What this flag is for, in a sentence.\ntype: ${type}\nowner: platform\ncreated: 2026-10-01\nenvironments: { production: true }\n`;
    const found = await said({ files: { 'alpha.flag.yaml': flag } });
    expect(found.length).toBeGreaterThan(0);
    for (const text of found) expect(text).not.toMatch(/\ba (?:[aeio]|an )/i);
  },
);
