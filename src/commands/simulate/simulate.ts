import { setImmediate as nextTurn } from 'node:timers/promises';
import { UserError } from '../../diagnostic/user-error.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';
import { numberedContexts, Tally } from '../../evaluate/population.ts';
import { resolveRevision } from '../../history/revision.ts';
import { evaluatorOf, readDefinitions, type Definitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import { chosenEnvironment } from '../../workspace/chosen-environment.ts';
import { side } from '../../workspace/two-sides.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { stepsTaken } from '../../evaluate/steps-taken.ts';
import { requireKnown } from '../../workspace/named.ts';
import { populationFormat, readPopulation } from '../../workspace/population/population.ts';
import { changedValues, Movement, type Move, type Revalued } from './movement.ts';

export interface SimulateOptions {
  /** May be left out where there is only one. */
  readonly environment: string | undefined;
  /** Attributes that every context has; they win over those of a file. */
  readonly shared: EvaluationContext;
  /** The population: so many targeting keys, or the contexts of a file. */
  readonly population: { readonly size: number } | { readonly file: string; readonly text: string };
  /** A revision to compare with. */
  readonly against: string | undefined;
}

export interface SimulateReport {
  readonly command: 'simulate';
  /** Whether every evaluation gave an answer and not an error. */
  readonly ok: boolean;
  readonly flag: string;
  readonly environment: string;
  /** The instant of evaluation, in milliseconds since 1970. */
  readonly now: number;
  /** The file of the population; absent for targeting keys that were counted up. */
  readonly file: string | undefined;
  readonly shared: EvaluationContext;
  readonly size: number;
  /** Of every variant of the flag in file order, also of those that nobody gets. */
  readonly variants: readonly Count[];
  /** The most frequent first, as are the rules. */
  readonly reasons: readonly Count[];
  readonly rules: readonly Count[];
  /** What the first evaluation that failed said. */
  readonly error: string | undefined;
  /** Absent unless it was compared. */
  readonly moved: Moved | undefined;
}

export interface Count {
  readonly name: string;
  readonly count: number;
  /** 0 to 1. */
  readonly share: number;
}

/** Who gets another variant than at another revision. */
export interface Moved {
  /** As it was named, and the full id of its commit. */
  readonly revision: string;
  readonly commit: string;
  readonly count: number;
  readonly share: number;
  /** The most frequent first. */
  readonly moves: readonly Move[];
  /** Variants that have another value now, with those who get it as before. */
  readonly revalued: readonly Revalued[];
}

/** So many contexts are evaluated, or steps of JsonLogic taken, before an interruption is looked for. */
const turn = 1 << 16;
const turnSteps = 1_000_000;

/**
 * Who in a population gets which variant of a flag, and who gets another one than at another revision.
 * @throws UserError if there is no such flag, environment or revision, or the population cannot be read
 */
export async function simulate(host: Host, flag: string, options: SimulateOptions): Promise<SimulateReport> {
  const { shared, population, against } = options;
  if (Object.hasOwn(shared, 'targetingKey')) {
    throw new UserError('targetingKey tells the contexts of a population apart', 'leave it out: it is set for each');
  }
  const project = await openProject(host);
  project.memory?.save();
  const count = project.flags.size;
  const more = count === 0 ? '`flagwright new` makes one' : `\`flagwright list\` shows all ${count}`;
  requireKnown('flag', flag, project.flags.keys(), { more });
  const environment = chosenEnvironment(options.environment, environmentNames(project));
  const definitions = await readDefinitions(project, [flag]);
  const before = against === undefined ? undefined : await definitionsAt(host, flag, against);
  const movement =
    before && new Movement(changedValues(before.definitions.flags.get(flag), definitions.flags.get(flag)));
  const now = host.clock.now().getTime();
  const tally = await tallied(host, contextsOf(population, shared), {
    flag,
    now,
    evaluator: evaluatorOf(definitions, environment),
    before: before && evaluatorOf(before.definitions, environment),
    movement,
    of: 'size' in population ? population.size : undefined,
  });
  const { size } = tally;
  const variants = [...new Set([...variantsOf(project, flag), ...tally.variants.keys()])];
  return {
    command: 'simulate',
    ok: tally.error === undefined,
    flag,
    environment,
    now,
    file: 'file' in population ? population.file : undefined,
    shared,
    size,
    variants: variants.map((name) => ({ name, count: tally.variants.get(name) ?? 0, share: tally.share(name) })),
    reasons: countsOf(tally.reasons, size),
    rules: countsOf(tally.rules, size),
    error: tally.error,
    moved: before && movement && { ...before.at, ...movement.summary(size) },
  };
}

/** The flag as it was at a revision. */
async function definitionsAt(
  host: Host,
  flag: string,
  revision: string,
): Promise<{ definitions: Definitions; at: { revision: string; commit: string } }> {
  if (!host.git) throw new UserError('--against needs a git repository, and this folder is not in one', 'leave it out');
  const git = await host.git();
  const commit = await resolveRevision(git, revision, host.clock.now());
  const { tree, folder } = await side(host, git, commit, revision);
  const project = await openProject(host, tree, folder);
  if (!project.flags.has(flag)) {
    throw new UserError(
      `${flag} did not exist at ${revision} (${commit.slice(0, 7)})`,
      `\`flagwright history ${flag}\` shows since when it does`,
    );
  }
  return { definitions: await readDefinitions(project, [flag]), at: { revision, commit } };
}

function contextsOf(population: SimulateOptions['population'], shared: EvaluationContext): Iterable<EvaluationContext> {
  if ('size' in population) return numberedContexts(population.size, shared);
  const { file, text } = population;
  const contexts = readPopulation(text, populationFormat(file, text));
  return Object.keys(shared).length === 0 ? contexts : withShared(contexts, shared);
}

function* withShared(contexts: Iterable<EvaluationContext>, shared: EvaluationContext): Iterable<EvaluationContext> {
  for (const context of contexts) yield { ...context, ...shared };
}

interface Simulation {
  readonly flag: string;
  readonly now: number;
  readonly evaluator: Evaluator;
  readonly before: Evaluator | undefined;
  readonly movement: Movement | undefined;
  /** How many contexts there are, where that is known. */
  readonly of: number | undefined;
}

async function tallied(
  host: Host,
  contexts: Iterable<EvaluationContext>,
  { flag, now, evaluator, before, movement, of }: Simulation,
): Promise<Tally> {
  const tally = new Tally();
  let steps = stepsTaken();
  for (const context of contexts) {
    const evaluation = evaluator.evaluate(flag, context, { now });
    tally.add(evaluation);
    if (before && movement) movement.add(before.evaluate(flag, context, { now }), evaluation, context.targetingKey);
    if (tally.size % turn === 0 || stepsTaken() - steps > turnSteps) {
      steps = stepsTaken();
      host.progress.update('evaluating', tally.size, of);
      await nextTurn();
      host.signal.throwIfAborted();
    }
  }
  return tally;
}

function variantsOf({ flags }: Project, flag: string): readonly string[] {
  return flags.get(flag)?.variants ?? [];
}

function countsOf(counts: ReadonlyMap<string, number>, size: number): Count[] {
  return [...counts]
    .map(([name, count]) => ({ name, count, share: count / size }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
