import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { makeStyle } from '../../report/style.ts';
import { testJson } from '../../report/test/json.ts';
import { testJunit } from '../../report/test/junit.ts';
import { testText } from '../../report/test/text.ts';
import { test, type TestReport } from './test.ts';

const plain = makeStyle({ color: false, unicode: false });
const flags = {
  theme: `variants: { plain: { size: 1, colours: { a: 1, b: [x] } }, dark: { size: 2, colours: {} } }
off: plain
environments: { production: true, staging: { enabled: true, otherwise: { dark: 1, plain: 3 } } }
`,
  'new-search': `environments:
  production:
    enabled: true
    rules:
      - { name: later, serve: on, from: 2026-12-01 }
      - { name: testers, when: { segment: testers }, serve: on }
    otherwise: off
`,
  broken: 'environments: { production: { enabled: true, otherwise: nothing } }\n',
};
const segments = {
  'testers.segment.yaml': 'description: Those who test.\nwhen: { attribute: tester, equals: true }\n',
};

const run = (specs: Record<string, string>, options: Partial<Parameters<typeof test>[1]> = {}): Promise<TestReport> =>
  test(fakeHost({ files: { ...projectWith(flags), ...segments, ...specs } }), {
    names: [],
    environment: undefined,
    coverage: false,
    ...options,
  });

/** A spec with one case of the flag in production. */
const one = (flag: string, rest: string): Record<string, string> => ({
  'a.spec.yaml': `flag: ${flag}\ncases:\n  - name: one\n    environment: production\n${rest.replace(/^/gm, '    ')}\n`,
});

const messages = ({ cases }: TestReport): string[] =>
  cases.flatMap(({ failures }) => failures.map(({ message }) => message));

describe('a case', () => {
  it.each([
    ['theme', 'expect: { variant: plain, reason: ERROR }'],
    ['theme', 'expect: { value: { colours: { b: [x], a: 1 }, size: 1 } }'],
    [
      'new-search',
      'context: { tester: true }\nexpect: { variant: on, value: true, reason: TARGETING_MATCH, rule: testers }',
    ],
    ['new-search', 'at: 2026-12-01\nexpect: { variant: on, rule: later }'],
    ['new-search', 'at: 2026-11-30T23:59:59Z\nexpect: { variant: off, reason: DEFAULT }'],
    ['new-search', 'expect: { variant: off }'],
    ['broken', 'expect: { reason: ERROR }'],
  ])('of %s passes: %s', async (flag, rest) => {
    const report = await run(one(flag, rest));
    expect(messages(report)).toEqual([]);
    expect(report).toMatchObject({ ok: true, passed: 1, failed: 0 });
  });

  it.each([
    [
      'theme',
      'expect: { value: { size: 1 } }',
      ['expected value {"size":1}, got {"size":1,"colours":{"a":1,"b":["x"]}}'],
    ],
    ['new-search', 'expect: { rule: testers }', ['expected rule testers, got no rule']],
    ['new-search', 'expect: { rule: tester }', ['expected rule tester, got no rule; new-search has no rule "tester"']],
    [
      'new-search',
      'expect: { value: "false", reason: STATIC }',
      ['expected value "false", got false', 'expected reason STATIC, got DEFAULT'],
    ],
    ['broken', 'expect: { variant: on }', ['expected variant on, got off']],
  ])('of %s fails: %s', async (flag, rest, expected) => {
    const report = await run(one(flag, rest));
    expect(messages(report)).toEqual(expected);
    expect(report).toMatchObject({ ok: false, passed: 0, failed: 1 });
  });
});

describe('a population', () => {
  const population = (rest: string): Record<string, string> => ({
    'a.spec.yaml': `flag: theme\npopulations:\n  - { name: one, environment: staging, ${rest} }\n`,
  });

  it('passes within the tolerance, which includes its border', async () => {
    const [{ population: { shares = [] } = {} } = {}] = (
      await run(population('size: 1000, expect: { dark: 25 }, tolerance: 100'))
    ).cases;
    const percent = shares[0]!.received * 100;
    expect(shares.map(({ variant }) => variant)).toEqual(['dark', 'plain']);
    expect(percent).toBeGreaterThan(20);
    expect(percent).toBeLessThan(30);
    const checked = (expected: number, tolerance: number): Promise<TestReport> =>
      run(population(`size: 1000, expect: { dark: ${expected.toFixed(4)} }, tolerance: ${tolerance}`));
    expect(await checked(percent, 0)).toMatchObject({ ok: true });
    expect(await checked(percent + 2, 2)).toMatchObject({ ok: true });
    expect(await checked(percent - 2.1, 2)).toMatchObject({ ok: false });
  });

  it('says how far off it is', async () => {
    const report = await run(population('expect: { dark: 90, light: 0 }, tolerance: 1.5'));
    expect(messages(report)).toEqual([
      expect.stringMatching(/^expected 90% within 1\.5 points to get dark, got 2[45]\.\d+%$/),
      'theme has no variant "light"',
    ]);
  });

  it('has all the same context, each with a key of its own', async () => {
    const spec = `flag: new-search\npopulations:
  - { name: one, environment: production, context: { tester: true, targetingKey: x }, expect: { on: 100 }, tolerance: 0 }\n`;
    expect(await run({ 'a.spec.yaml': spec })).toMatchObject({ ok: true, passed: 1 });
  });
});

describe('test', () => {
  it('reports a spec that cannot be run at its place, and goes on', async () => {
    const report = await run({
      ...one('theme', 'expect: { variant: plain }'),
      'b.spec.yaml': 'flag: theme\ncases: [\n',
      'c.spec.yaml': 'flag: theme\ncases: [{ name: one, environment: production, expect: {} }]\n',
      'd.spec.yaml': '',
      'e.spec.yaml': 'flag: [theme]\ncases: 1\n',
    });
    expect(report).toMatchObject({ ok: false, passed: 1, failed: 4 });
    expect(report.cases.map(({ file, kind }) => [file, kind])).toEqual([
      ['a.spec.yaml', 'case'],
      ['b.spec.yaml', 'file'],
      ['c.spec.yaml', 'file'],
      ['d.spec.yaml', 'file'],
      ['e.spec.yaml', 'file'],
    ]);
    expect(testText(report, plain)).toContain('--> e.spec.yaml:1:7');
  });

  it('runs the cases of one environment, and tells of those of none', async () => {
    const specs = {
      'a.spec.yaml': `flag: theme
cases:
  - { name: one, environment: production, expect: { variant: dark } }
  - { name: two, environment: staging, expect: { variant: plain } }
  - { name: three, environment: stagin, expect: { variant: plain } }
`,
    };
    const { cases } = await run(specs, { environment: 'staging' });
    expect(cases.map(({ name }) => name)).toEqual(['two', 'three']);
    await expect(run(specs, { environment: 'stagin' })).rejects.toThrow('no environment is called "stagin"');
    expect(await userError(() => run(specs, { names: ['broken'] }))).toMatch(/no spec tests broken/);
  });

  it('names the flags without a spec if asked', async () => {
    const report = await run(one('theme', 'expect: { variant: plain }'), { coverage: true });
    expect(report.untested).toEqual(['broken', 'new-search']);
    expect(testText(report, plain)).toContain('\n\nno spec tests broken, new-search\n');
    expect((await run({})).untested).toBeUndefined();
  });

  it('prints data as its schema says', async () => {
    const specs = {
      ...one('new-search', 'context: { tester: yes }\nexpect: { variant: on, rule: testers }'),
      'b.spec.yaml': 'flag: theme\npopulations: [{ name: p, environment: staging, size: 10, expect: { dark: 99 } }]\n',
      'c.spec.yaml': 'flag: them\ncases: [{ name: c, environment: production, expect: { value: 1 } }]\n',
      'd.spec.yaml': 'flag: broken\ncases: [{ name: d, environment: production, expect: { variant: on } }]\n',
    };
    const value = validOutput('test', testJson(await run(specs, { coverage: true })));
    expect(value).toMatchObject({ ok: false, passed: 0, failed: 4, files: 4, untested: [] });
    expect((value.cases as { received?: object }[])[0]).toMatchObject({
      received: { variant: 'off', value: false, reason: 'DEFAULT', rule: null },
      trace: [
        { step: 'enabled' },
        { step: 'rule', name: 'later' },
        { clauses: [{ holds: false }] },
        { step: 'otherwise' },
      ],
    });
    validOutput('test', testJson(await run({})));
  });

  it('lets nothing of a spec reach the terminal or break the XML', async () => {
    const bad = '"\\e[31m\\u202e<&]]>\\0"';
    const report = await run({
      'a.spec.yaml': `flag: theme\ncases: [{ name: ${bad}, environment: production, context: { x: ${bad} }, expect: { variant: ${bad} } }]
populations: [{ name: ${bad}, environment: ${bad}, expect: { ${bad}: 1 } }, { name: p, environment: staging, expect: { ${bad}: 1 } }]\n`,
    });
    expect(report.failed).toBe(3);
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
    expect(testText(report, plain)).not.toMatch(unsafe);
    const xml = testJunit(report);
    expect(xml).not.toMatch(unsafe);
    expect(xml).toContain('&lt;&amp;]]&gt;');
    expect(xml).toContain('tests="3" failures="3"');
  });

  it('ends when it is interrupted', async () => {
    const host = {
      ...fakeHost({ files: { ...projectWith(flags), ...one('theme', 'expect: { variant: plain }') } }),
      signal: AbortSignal.abort(),
    };
    await expect(test(host, { names: [], environment: undefined, coverage: false })).rejects.toThrow(/abort/i);
  });
});
