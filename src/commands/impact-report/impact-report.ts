import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../diagnostic/user-error.ts';
import { field, fields } from '../../model/read.ts';
import type { Flag } from '../../model/flag.ts';
import { chosenEnvironment } from '../../workspace/chosen-environment.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { Cohort, type LeftOutOfCohort } from '../../measurements/cohort.ts';
import { compareMetric, type ComparedMetric } from './compare-metric.ts';
import { conclude, type ImpactVerdict } from './conclude.ts';
import { dealtShares, type DealtShares } from './dealt-shares.ts';
import { namedMeasures, otherMeasure, type MeasureOptions } from './measures.ts';
import { readRows, type RowSource } from '../../measurements/read-rows.ts';
import { splitChanges, type SplitChange } from './split-changes.ts';

export interface ImpactReportOptions extends MeasureOptions {
  /** May be left out where there is only one. */
  readonly environment: string | undefined;
  /** The rule whose split gave the variants; by default the only split there is. */
  readonly rule: string | undefined;
  /** The variant that the others are compared with; by default the flag's off variant. */
  readonly control: string | undefined;
  /** Exposures and outcomes, in any order; it needs the least memory if exposures come first. */
  readonly sources: readonly RowSource[];
  /** Metrics of which each unit's values are added up. */
  readonly sums: readonly string[];
  /** The smallest lift that matters, as a part of the control's value: 0.05. */
  readonly smallestEffect: number;
  /** In milliseconds since 1970. */
  readonly since: number | undefined;
  readonly until: number | undefined;
}

export interface MeasuredImpact {
  readonly command: 'impact-report';
  /** Whether nothing is wrong: shares are not in doubt, nothing got worse, and no guardrail moved that has no direction. */
  readonly ok: boolean;
  readonly flag: string;
  readonly environment: string;
  readonly control: string;
  /** The probability that any interval of a metric ever misses, however often one looks. */
  readonly alpha: number;
  readonly smallestEffect: number;
  /** When the first and the last of the exposures were; milliseconds since 1970. */
  readonly firstAt: number;
  readonly lastAt: number;
  /** Units by the variant that they were first exposed to, the control first. */
  readonly variants: readonly { readonly name: string; readonly units: number }[];
  readonly shares: DealtShares;
  /** Success first, then guardrails. */
  readonly metrics: readonly ComparedMetric[];
  readonly verdicts: readonly ImpactVerdict[];
  /** Units that were exposed to more than one variant. */
  readonly crossed: number;
  readonly leftOut: LeftOutOfCohort;
  /** Who gets what changed meanwhile. */
  readonly changes: readonly SplitChange[];
}

const alpha = 0.05;

/**
 * Compares the variants of a flag by what those who were given them did.
 * @throws UserError if there is no such flag, environment or rule, or a row cannot be read
 */
export async function impactReport(host: Host, key: string, options: ImpactReportOptions): Promise<MeasuredImpact> {
  const project = await openProject(host);
  const count = project.flags.size;
  const more = count === 0 ? '`flagwright new` makes one' : `\`flagwright list\` shows all ${count}`;
  requireKnown('flag', key, project.flags.keys(), { more });
  const flag = project.flags.get(key) as Flag;
  const environment = chosenEnvironment(options.environment, environmentNames(project));
  const { value } = await project.document(flag.file);
  const measures = namedMeasures(value, options);
  const { since, until, sources } = options;
  const cohort = new Cohort({
    flag: key,
    since,
    until,
    metrics: measures && new Set(measures.map(({ name }) => name)),
  });
  for (const source of sources) await readInto(host, cohort, source);
  cohort.finish();
  const sizes = cohort.sizes();
  const control = controlOf(key, flag.off, sizes, options.control);
  const shares = dealtShares(field(fields(fields(value).environments), environment), sizes, options.rule);
  const { sums, smallestEffect, lowerIsBetter } = options;
  const compared = measures ?? [...cohort.metrics.keys()].map((name) => otherMeasure(name, lowerIsBetter));
  const metrics = compared.map((measure) => compareMetric(cohort, measure, { control, alpha, smallestEffect, sums }));
  const names = [control, ...[...sizes.keys()].filter((name) => name !== control)];
  const verdicts = conclude(names.slice(1), metrics, shares);
  const { firstAt, lastAt } = cohort;
  return {
    command: 'impact-report',
    ok: verdicts.every(({ conclusion }) => !['in-doubt', 'harmful', 'moved'].includes(conclusion)),
    flag: key,
    environment,
    control,
    alpha,
    smallestEffect,
    firstAt,
    lastAt,
    variants: names.map((name) => ({ name, units: sizes.get(name) ?? 0 })),
    shares,
    metrics,
    verdicts,
    crossed: cohort.crossed(),
    leftOut: cohort.left,
    changes: await splitChanges(host, key, environment, firstAt, lastAt),
  };
}

async function readInto(host: Host, cohort: Cohort, source: RowSource): Promise<void> {
  await readRows(
    source,
    (row) => cohort.add(row),
    async (rows) => {
      host.progress.update(`reading ${source.name}, row`, rows);
      await nextTurn();
      host.signal.throwIfAborted();
    },
  );
}

/** @throws UserError if there is nothing to compare, or nobody says with what */
function controlOf(flag: string, off: string, sizes: ReadonlyMap<string, number>, named: string | undefined): string {
  const names = [...sizes].filter(([, size]) => size > 0).map(([name]) => name);
  if (names.length === 0) {
    throw new UserError(
      `there is no exposure of ${flag} in what was read`,
      'an exposure is key, variant, at: see `flagwright impact-report --help`',
    );
  }
  const control = named ?? (names.includes(off) ? off : undefined);
  if (control === undefined) {
    throw new UserError(
      `nobody was given ${off}, the off variant of ${flag}`,
      `name the variant to compare with: ${names.map((name) => `--control ${name}`).join(', ')}`,
    );
  }
  requireKnown('variant', control, names);
  if (names.length === 1)
    throw new UserError(
      `everybody was given ${control}, so there is nothing to compare`,
      'does the input hold the exposures of all variants?',
    );
  return control;
}
