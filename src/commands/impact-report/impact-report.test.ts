import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { impactReportJson } from '../../report/impact-report/json.ts';
import { impactReportMarkdown } from '../../report/impact-report/markdown.ts';
import { impactReportText } from '../../report/impact-report/text.ts';
import { makeStyle } from '../../report/style.ts';
import { impactReport, type MeasuredImpact, type ImpactReportOptions } from './impact-report.ts';

const plain = makeStyle({ color: false, unicode: false });
const split = 'environments: { production: { enabled: true, otherwise: { on: 50, off: 50 } } }\n';
const files = projectWith({
  theme: `${split}metrics: { success: sold, guardrails: [failed, slow], lowerIsBetter: [failed] }\n`,
  bare: split,
  three:
    'variants: { a: 1, b: 2, off: 0 }\nenvironments: { production: { enabled: true, otherwise: { a: 1, b: 1, off: 1 } } }\n',
  fixed: 'environments: { production: true }\n',
});

/** How many of so many units of a variant had each event. */
type Events = Readonly<Record<string, { readonly units: number; readonly events: Readonly<Record<string, number>> }>>;

function rowsOf(variants: Events): string {
  const rows: string[] = ['key,variant,metric,value,at'];
  for (const [variant, { units, events }] of Object.entries(variants)) {
    for (let unit = 0; unit < units; unit++) rows.push(`${variant}-${unit},${variant},,,2026-11-03`);
    for (const [metric, count] of Object.entries(events)) {
      for (let unit = 0; unit < count; unit++) rows.push(`${variant}-${unit},,${metric},1,2026-11-04`);
    }
  }
  return rows.join('\n');
}

function run(flag: string, text: string, own: Partial<ImpactReportOptions> = {}): Promise<MeasuredImpact> {
  const chunks = (async function* () {
    yield new TextEncoder().encode(text);
  })();
  return impactReport(fakeHost({ files }), flag, {
    environment: 'production',
    rule: undefined,
    control: undefined,
    success: undefined,
    guardrails: [],
    lowerIsBetter: [],
    sums: [],
    smallestEffect: 0.05,
    since: undefined,
    until: undefined,
    sources: [{ name: 'rows', chunks }],
    ...own,
  });
}

const large = (on: Record<string, number>, off: Record<string, number>): string =>
  rowsOf({ off: { units: 20_000, events: off }, on: { units: 20_000, events: on } });

describe('impact-report', () => {
  it.each([
    [
      'better',
      'on is better than off by sold. No guardrail',
      { sold: 6000, failed: 9000, slow: 9000 },
      { sold: 5000, failed: 9000, slow: 9000 },
      true,
    ],
    [
      'better-so-far',
      'off by sold, but it is not settled whether',
      { sold: 6000, failed: 40, slow: 9000 },
      { sold: 5000, failed: 40, slow: 9000 },
      true,
    ],
    [
      'harmful',
      'does harm beside off: failed.',
      { sold: 6000, failed: 3000, slow: 9000 },
      { sold: 5000, failed: 2000, slow: 9000 },
      false,
    ],
    [
      'harmful',
      'does harm beside off: slow.',
      { sold: 6000, failed: 9000, slow: 7000 },
      { sold: 5000, failed: 9000, slow: 9000 },
      false,
    ],
    [
      'harmful',
      'does harm beside off: sold.',
      { sold: 4000, failed: 9000, slow: 9000 },
      { sold: 5000, failed: 9000, slow: 9000 },
      false,
    ],
    [
      'no-effect',
      'on has no effect of 5% or more beside off.',
      { sold: 15_000, failed: 15_000, slow: 15_000 },
      { sold: 15_010, failed: 15_000, slow: 15_000 },
      true,
    ],
    [
      'not-yet',
      'There is not enough data yet',
      { sold: 1000, failed: 9000, slow: 9000 },
      { sold: 1010, failed: 9000, slow: 9000 },
      true,
    ],
  ])('concludes: %s, %s', async (conclusion, said, on, off, ok) => {
    const report = await run('theme', large(on, off));
    expect(report.verdicts).toEqual([{ variant: 'on', conclusion }]);
    expect(report.ok).toBe(ok);
    validOutput('impact-report', impactReportJson(report));
    expect(impactReportText(report, plain)).toContain(said);
  });

  it('knows which way each metric is better', async () => {
    const { metrics } = await run('theme', large({ sold: 1, failed: 2000 }, { failed: 9000 }));
    const states = metrics.map(({ name, role, better, compared }) => [name, role, better, compared[0]!.state]);
    expect(states).toEqual([
      ['sold', 'success', 'higher', 'not-yet'],
      ['failed', 'guardrail', 'lower', 'better'],
      ['slow', 'guardrail', 'higher', 'no-data'],
    ]);
    const undirected = await run('bare', large({ sold: 9000, failed: 2000 }, { sold: 5000, failed: 9000 }), {
      success: 'sold',
      guardrails: ['failed'],
    });
    expect(undirected).toMatchObject({ ok: false, verdicts: [{ conclusion: 'moved' }] });
    expect(impactReportText(undirected, plain)).toContain('on changed failed beside off');
  });

  it('does not compare units that were not dealt by the weights', async () => {
    const rows = rowsOf({
      off: { units: 10_000, events: { sold: 1000 } },
      on: { units: 9000, events: { sold: 2000 } },
    });
    const report = await run('theme', rows);
    expect(report).toMatchObject({ ok: false, shares: { state: 'mismatch' }, verdicts: [{ conclusion: 'in-doubt' }] });
    expect(impactReportMarkdown(report)).toContain('Do not compare on with off');
    expect((await run('fixed', rows, { success: 'sold' })).shares).toMatchObject({ state: 'unknown' });
  });

  it('shares its error among several variants', async () => {
    const events = (sold: number): { units: number; events: { sold: number } } => ({ units: 5000, events: { sold } });
    const two = await run('three', rowsOf({ off: events(1000), a: events(1150) }), {
      success: 'sold',
      rule: 'otherwise',
    });
    const three = await run('three', rowsOf({ off: events(1000), a: events(1150), b: events(1000) }), {
      success: 'sold',
    });
    const ofA = ({ metrics }: MeasuredImpact): MeasuredImpact['metrics'][number]['compared'][number] =>
      metrics[0]!.compared.find(({ variant }) => variant === 'a')!;
    expect(three.verdicts.map(({ variant }) => variant)).toEqual(['a', 'b']);
    expect(ofA(three).comparison!.pValue).toBeCloseTo(Math.min(1, ofA(two).comparison!.pValue * 2), 1);
    expect(ofA(three).comparison!.lift!.low).toBeLessThan(ofA(two).comparison!.lift!.low);
    expect(impactReportText(three, plain)).toContain('for all 2 variants together');
    validOutput('impact-report', impactReportJson(three));
  });

  it('takes means of units, or adds up what each unit gave', async () => {
    const rows = ['key,variant,metric,value,at'];
    for (let unit = 0; unit < 400; unit++) {
      rows.push(
        `u-${unit},${unit % 2 === 0 ? 'on' : 'off'},,,2026-11-03`,
        `u-${unit},,spent,${1 + (unit % 7)},2026-11-04`,
      );
      if (unit % 2 === 0) rows.push(`u-${unit},,spent,3,2026-11-05`);
      if (unit < 100) rows.push(`u-${unit},,gift,2,2026-11-05`);
    }
    const text = rows.join('\n');
    const means = await run('bare', text);
    expect(means.metrics.map(({ name, kind }) => [name, kind])).toEqual([
      ['spent', 'mean'],
      ['gift', 'mean'],
    ]);
    const valueOf = ({ metrics }: MeasuredImpact, metric: string, variant: string): number | undefined =>
      metrics.find(({ name }) => name === metric)?.variants.find(({ name }) => name === variant)?.value;
    expect(valueOf(means, 'gift', 'on')).toBe(2);
    const sums = await run('bare', text, { sums: ['spent', 'gift'] });
    expect(valueOf(sums, 'gift', 'on')).toBe(0.5);
    expect(valueOf(sums, 'spent', 'on')).toBeCloseTo(valueOf(means, 'spent', 'on')! * 2, 10);
    expect(sums.verdicts[0]!.conclusion).toBe('no-goal');
  });

  it('has an error for what there is not', async () => {
    const rows = rowsOf({ on: { units: 2, events: {} }, off: { units: 2, events: {} } });
    expect(await userError(() => run('them', rows))).toMatch(/no flag is called "them"/);
    expect(await userError(() => run('theme', rows, { environment: 'live' }))).toMatch(
      /no environment is called "live"/,
    );
    expect(await userError(() => run('theme', rows, { control: 'of' }))).toMatch(/no variant is called "of"/);
    expect(
      await userError(() => run('theme', rowsOf({ on: { units: 1, events: {} }, x: { units: 1, events: {} } }))),
    ).toMatch(/nobody was given off.*--control on, --control x/);
    expect(await userError(() => run('theme', rowsOf({ off: { units: 1, events: {} } })))).toMatch(
      /nothing to compare/,
    );
    expect(await userError(() => run('theme', '', {}))).toMatch(/there is no exposure of theme/);
    expect(await userError(() => run('theme', rows, { success: 'sold', guardrails: ['sold'] }))).toMatch(
      /name it once/,
    );
    expect(await userError(() => run('theme', rows, { lowerIsBetter: ['fast'] }))).toMatch(
      /neither the metric of success nor a guardrail/,
    );
  });

  it('lets nothing of names reach the terminal', async () => {
    const name = '\u001b[31m\u202e';
    const report = await run(
      'bare',
      rowsOf({ off: { units: 200, events: { [name]: 90 } }, [name]: { units: 200, events: { [name]: 100 } } }),
    );
    // oxlint-disable-next-line no-control-regex -- they are what is looked for
    const unsafe = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/;
    for (const text of [impactReportText(report, plain), impactReportMarkdown(report), impactReportJson(report)])
      expect(text).not.toMatch(unsafe);
  });
});
