import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { showJson } from '../../report/show/json.ts';
import { showText } from '../../report/show/text.ts';
import { makeStyle } from '../../report/style.ts';
import { show } from './show.ts';

const plain = makeStyle({ color: false, unicode: false });
const files = {
  ...projectWith({
    'fast-search': `type: release
expires: 2026-11-20
prerequisites:
  - { flag: index-v2, variant: [on, dark], reason: It reads the new index. }
  - { flag: gone-flag }
conflicts: [{ flag: shed-load, reason: They fight for memory. }]
environments:
  development: true
  staging: { enabled: false, rules: [{ name: testers, serve: on }], otherwise: off }
  production:
    enabled: true
    rules:
      - { name: half, serve: { on: 50, off: 50 }, from: 2026-12-01 }
    otherwise: off
`,
    'index-v2': 'fallback: { system: web, reason: The old index is still there. }\n',
    'shed-load': 'environments: { production: { enabled: true, targeting: { if: [] }, otherwise: off } }\n',
    theme: 'variants: { off: plain, dark: black }\nenvironments: { production: { enabled: true, otherwise: dark } }\n',
  }),
};
const host = fakeHost({ files });

describe('show', () => {
  it('tells all of a flag', async () => {
    const report = await show(host, 'fast-search');
    expect(showText(report, plain)).toMatchInlineSnapshot(`
      "fast-search   release   medium   fast-search.flag.yaml

        What this flag is for, in a sentence.

        owner     platform
        created   2026-10-12
        expires   2026-11-20   expired 2 days ago
        retire    Retired when everybody has had it for two weeks.

      environments
        development   on    everybody      on
        staging       off   1 rule waits
        production    on    half           on 50, off 50, from 2026-12-01
                            otherwise      off

      needs
        index-v2 = on or dark   on in production
          It reads the new index.
        gone-flag               does not exist

      conflicts with
        shed-load   on in production
          They fight for memory.

      problems
        x expired                fast-search expired 2 days ago, on 2026-11-20
        x unknown-variant        prerequisite index-v2 has no variant "dark"
        x unknown-prerequisite   prerequisite "gone-flag" does not exist

      next   flagwright lint    flagwright list
      "
    `);
    const output = validOutput('show', showJson(report));
    expect(output).toMatchObject({
      key: 'fast-search',
      daysLeft: -2,
      environments: {
        production: { enabled: true, otherwise: 'off', rules: [{ name: 'half', serve: { on: 50, off: 50 } }] },
      },
      prerequisites: [
        { key: 'index-v2', variants: ['on', 'dark'], environments: { production: { enabled: true } } },
        { key: 'gone-flag', variants: null, environments: null },
      ],
    });
    expect((output.diagnostics as { rule: string }[]).map(({ rule }) => rule)).toContain('expired');
  });

  it('tells who needs a flag, and conflicts from the other side', async () => {
    const needed = await show(host, 'index-v2');
    expect(needed.dependents.map(({ key, variants }) => [key, variants])).toEqual([['fast-search', ['on', 'dark']]]);
    expect(needed.fallback).toMatchObject({ system: 'web', flag: undefined });
    expect((await show(host, 'shed-load')).conflicts.map(({ key }) => key)).toEqual(['fast-search']);
  });

  it('tells of variants and JsonLogic', async () => {
    expect(showText(await show(host, 'theme'), plain)).toContain('variants   off (off): "plain", dark: "black"');
    expect(showText(await show(host, 'shed-load'), plain)).toContain('JsonLogic decides   otherwise off');
  });

  it.each([
    '{}',
    '',
    '- a list',
    'environments: { production: { rules: 7, otherwise: [] } }\nprerequisites: [7]\nlinks: []',
    ': :',
  ])('does not stumble over %j', async (text) => {
    const broken = fakeHost({ files: { ...projectWith({}), 'fast-search.flag.yaml': text } });
    const report = await show(broken, 'fast-search');
    expect(showText(report, plain)).toContain('problems\n');
    validOutput('show', showJson(report));
  });

  it('fits 80 columns, whatever the words', async () => {
    const long = 'word '.repeat(60);
    const flag = `description: ${long}\nretire: ${long}\ntags: [${'tag, '.repeat(40)}last]\nprerequisites: [{ flag: index-v2, reason: ${long} }]\n`;
    const wide = fakeHost({ files: { ...files, ...projectWith({ 'fast-search': flag, 'index-v2': '' }) } });
    const lines = showText(await show(wide, 'fast-search'), plain).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });

  it('knows the nearest flag', async () => {
    expect(await userError(() => show(host, 'fast-serch'))).toBe(
      'no flag is called "fast-serch" / did you mean "fast-search"? `flagwright list` shows all 4',
    );
    expect(await userError(() => show(fakeHost({ files: projectWith({}) }), 'fast-search'))).toBe(
      'no flag is called "fast-search" / `flagwright new` makes one',
    );
  });
});
