import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import type { Git } from '../../git/git.ts';
import { memoryTree } from '../../platform/memory-tree.ts';
import { simulateJson } from '../../report/simulate/json.ts';
import { simulateText } from '../../report/simulate/text.ts';
import { makeStyle } from '../../report/style.ts';
import { simulate, type SimulateOptions, type SimulateReport } from './simulate.ts';

const plain = makeStyle({ color: false, unicode: false });
const theme = (dark: number, otherwise: string): string =>
  `variants: { constructor: 1, dark: ${dark} }\noff: constructor\nenvironments: { production: { enabled: true, otherwise: ${otherwise} } }\n`;
const before = projectWith({
  theme: theme(2, '{ dark: 25, constructor: 75 }'),
  'new-search': 'environments: { production: true }\n',
});
const after = projectWith({
  theme: theme(3, '{ dark: 50, constructor: 50 }'),
  'new-search': 'environments: { production: { enabled: true, otherwise: nothing } }\n',
  fresh: 'environments: { production: true }\n',
});
const git: Partial<Git> = {
  isRefName: async () => true,
  resolve: async () => 'a'.repeat(40),
  tree: () => memoryTree(before),
};

const run = (flag: string, options: Partial<SimulateOptions> = {}): Promise<SimulateReport> =>
  simulate(fakeHost({ files: after, git }), flag, {
    environment: 'production',
    shared: {},
    population: { size: 1000 },
    against: undefined,
    ...options,
  });

const file = (text: string): { population: { file: string; text: string } } => ({
  population: { file: 'users.csv', text },
});

describe('simulate', () => {
  it('counts who gets what, in the order of the variants', async () => {
    const report = await run('theme');
    expect(report).toMatchObject({ ok: true, size: 1000, moved: undefined, reasons: [{ name: 'SPLIT', share: 1 }] });
    expect(report.variants.map(({ name }) => name)).toEqual(['constructor', 'dark']);
    expect(report.variants.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
    expect(report.variants[1]!.share).toBeGreaterThan(0.45);
    expect(report.variants[1]!.share).toBeLessThan(0.55);
  });

  it('tells who moves, and who keeps a variant that has another value', async () => {
    const report = await run('theme', { against: 'main' });
    const moved = report.moved!;
    expect(moved.moves).toHaveLength(1);
    expect(moved.moves[0]).toMatchObject({ from: 'constructor', to: 'dark', count: moved.count });
    expect(moved.moves[0]!.examples).toHaveLength(5);
    const [kept] = moved.revalued;
    expect(kept).toMatchObject({ variant: 'dark', before: 2, after: 3 });
    // Whoever has dark now had it before, or has moved to it: the first variant of a split keeps its own.
    expect(kept!.count + moved.count).toBe(report.variants[1]!.count);
    expect(simulateText(report, plain)).toMatch(/moved +constructor -> dark/);
    expect(simulateText(report, plain)).toMatch(/value +dark .* 2 -> 3\n/);
    const json = validOutput('simulate', simulateJson(report));
    expect(json).toMatchObject({ moved: { from: { constructor: moved.share }, to: { dark: moved.share } } });
  });

  it('moves nobody from a revision to itself', async () => {
    const host = { ...fakeHost({ files: before, git }) };
    const options = { environment: 'production', shared: {}, population: { size: 100 }, against: 'main' };
    const report = await simulate(host, 'theme', options);
    expect(report.moved).toMatchObject({ count: 0, share: 0, moves: [], revalued: [] });
    expect(simulateText(report, plain)).toContain('nobody moves against main (aaaaaaa)');
    validOutput('simulate', simulateJson(report));
  });

  it('reads a file, over which shared attributes win', async () => {
    const report = await run('theme', { ...file('targetingKey,a\nu-1,1\nu-2,2\n'), shared: { a: 3 } });
    expect(report).toMatchObject({ file: 'users.csv', size: 2, shared: { a: 3 } });
    expect(simulateText(report, plain)).toContain('2 contexts of users.csv, all with {"a":3}');
    expect(await userError(() => run('theme', file('targetingKey\n')))).toMatch(/the population is empty/);
  });

  it('says when a flag cannot be evaluated', async () => {
    const report = await run('new-search', { against: 'main' });
    expect(report).toMatchObject({ ok: false, reasons: [{ name: 'ERROR', share: 1 }] });
    expect(simulateText(report, plain)).toContain('some could not be evaluated: ');
    validOutput('simulate', simulateJson(report));
  });

  it('has an error for what there is not', async () => {
    expect(await userError(() => run('them'))).toMatch(/no flag is called "them" .*did you mean "theme"/);
    expect(await userError(() => run('theme', { environment: 'live' }))).toMatch(/no environment is called "live"/);
    expect(await userError(() => run('fresh', { against: 'main' }))).toMatch(
      /^fresh did not exist at main \(aaaaaaa\)/,
    );
    expect(await userError(() => run('theme', { shared: { targetingKey: 'x' } }))).toMatch(/^targetingKey tells/);
    const options = { environment: 'production', shared: {}, population: { size: 1 }, against: 'main' };
    expect(await userError(() => simulate(fakeHost({ files: after }), 'theme', options))).toMatch(/needs a git repo/);
  });

  it('ends soon when it is interrupted', async () => {
    const host = { ...fakeHost({ files: after }), signal: AbortSignal.abort() };
    const options = { environment: 'production', shared: {}, population: { size: 1e9 }, against: undefined };
    await expect(simulate(host, 'theme', options)).rejects.toThrow(/abort/i);
  });

  it('lets nothing of names and files reach the terminal', async () => {
    const key = '\u001b[31m\u202e';
    const report = await run('theme', {
      ...file(`targetingKey\n${key}1\n${key}2\n${key}3\n${key}4\n`),
      shared: { [key]: key },
      against: key,
    });
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
    expect(simulateText(report, plain)).not.toMatch(unsafe);
    expect(simulateJson(report)).not.toMatch(unsafe);
  });
});
