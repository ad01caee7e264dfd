import type { Condition, EnvironmentBlock, TargetingRule, Weights } from '../../evaluate/definition.ts';
import { murmur3With } from '../hashes.ts';
import type { ImportMovement } from '../imported.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { ruleBlock } from '../rule-names.ts';
import { movedBy, populationSize, shareAt, weightsOf } from '../weights.ts';
import type { UnleashSegments } from './segments.ts';
import type { Feature, FeatureState, UnleashPart } from './state.ts';
import { bucketingOf, readStrategy, type Term } from './strategies.ts';
import { overridesOf, weightedVariants, type FeatureVariants } from './variants.ts';
import { scalarText } from '../scalars.ts';

/** A feature in one environment, in our terms. */
export interface ReadState {
  readonly block: EnvironmentBlock;
  /** What decides its splits; absent where nothing is split. */
  readonly bucketBy: readonly string[] | undefined;
  readonly seed: string;
  readonly movements: readonly ImportMovement[];
}

/** Unleash mixes this into the hash that deals variants. */
const variantSeed = 86028157;

/** What everybody whom a strategy is for gets. */
interface Served {
  readonly serve: string | Weights;
  readonly bucketBy: readonly string[] | undefined;
  /** The variant that Unleash gives a key. */
  readonly theirs: (key: string) => string;
}

/**
 * The strategies of a feature as rules. Unleash asks one after the other until one is met; here a rule that splits decides
 * for everybody it is for, so that only the last can be for a share.
 * @throws RefusedError if they cannot be said so
 */
export function readBlock(
  feature: Feature,
  state: FeatureState,
  served: FeatureVariants,
  context: { readonly segments: UnleashSegments; readonly notes: Notes },
): ReadState {
  const { key } = feature;
  const active = state.strategies.filter(({ value }) => value['disabled'] !== true);
  if (active.length === 0 && state.strategies.length > 0) throw new RefusedImportError(feature.path, 'all of its strategies are disabled'); // prettier-ignore
  for (const { value, path } of state.strategies) if (value['disabled'] === true) context.notes.lost(path, 'a strategy that is disabled was left out'); // prettier-ignore
  const everyone: Term = { name: 'everyone', path: feature.path, conditions: [], from: -Infinity, until: Infinity, percent: 100, groupId: key, bucketBy: [], variants: [] }; // prettier-ignore
  const read = active.map((part) => readStrategy(part, key, context.segments, context.notes));
  const terms = inOrder(state.strategies.length === 0 ? [everyone] : read.filter(({ percent, from, until }) => percent > 0 && from < until)); // prettier-ignore
  const rules: TargetingRule[] = [];
  const movements: ImportMovement[] = [];
  const bucketings: (readonly string[])[] = [];
  let otherwise: string | Weights = served.off;
  for (const [index, term] of terms.entries()) {
    const variants = term.variants.length > 0 ? term.variants : state.variants;
    const { serve, bucketBy, theirs } = servedBy(term, variants, served, key);
    if (bucketBy !== undefined) bucketings.push(bucketBy);
    const conditions = all(term.conditions);
    for (const { variant, when } of overridesOf(variants, served.names)) {
      if (term.percent < 100) throw new RefusedImportError(term.path, 'a variant is given to some by name, and the feature to a share'); // prettier-ignore
      rules.push({ name: `${term.name}: ${variant}`, when: all([...term.conditions, when])!, ...schedule(term), serve: variant }); // prettier-ignore
    }
    const isForAll = conditions === undefined && term.from === -Infinity && term.until === Infinity;
    if (typeof serve !== 'string') movements.push({ flag: key, environment: state.environment, rule: isForAll ? undefined : term.name, moved: movedBy(serve, term.groupId, theirs), of: populationSize }); // prettier-ignore
    if (isForAll) {
      otherwise = serve;
      break;
    }
    rules.push({ name: term.name || `rule-${index + 1}`, ...(conditions !== undefined && { when: conditions }), ...schedule(term), serve }); // prettier-ignore
  }
  const [bucketBy, ...others] = bucketings;
  if (others.some((other) => other.join() !== bucketBy?.join())) throw new RefusedImportError(feature.path, 'its splits are decided by several fields of the context'); // prettier-ignore
  const seeds = new Set(terms.filter(({ percent }) => percent < 100).map(({ groupId }) => groupId));
  return { block: ruleBlock(state.enabled, rules, otherwise), bucketBy, seed: [...seeds][0] ?? key, movements };
}

/** Those for everybody first, where that makes no difference. */
function inOrder(terms: readonly Term[]): readonly Term[] {
  const partial = terms.filter(({ percent }) => percent < 100);
  const [only, other] = partial;
  if (other !== undefined) throw new RefusedImportError(other.path, 'several strategies are for a share of the people: here a share decides for everybody it is for'); // prettier-ignore
  if (only === undefined || terms.at(-1) === only) return terms;
  if (terms.some(({ variants }) => variants.length > 0)) throw new RefusedImportError(only.path, 'a strategy for a share is before others, and strategies have variants of their own'); // prettier-ignore
  return [...terms.filter((term) => term !== only), only];
}

function servedBy(term: Term, variants: readonly UnleashPart[], { off, names }: FeatureVariants, key: string): Served {
  const { percent, groupId } = term;
  const isIn = (id: string): boolean => (murmur3With(0, `${groupId}:${id}`) % 100) + 1 <= percent;
  if (names.size === 0) {
    const shares = [['on', percent], [off, 100 - percent]] as const; // prettier-ignore
    const bucketBy = percent < 100 ? term.bucketBy : undefined;
    return { serve: weightsOf(shares, term.path), bucketBy, theirs: (id) => (isIn(id) ? 'on' : off) };
  }
  const weights = weightedVariants(variants, names);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  if (!(total > 0)) throw new RefusedImportError(term.path, 'some people get no variant');
  const shares = weights.map(([name, weight]) => [name, weight * percent] as const);
  const serve = weightsOf(percent < 100 ? [...shares, [off, total * (100 - percent)] as const] : shares, term.path);
  const group = term.variants.length > 0 ? groupId : key;
  const theirs = (id: string): string => (isIn(id) ? (shareAt(weights, murmur3With(variantSeed, `${group}:${id}`) % total) ?? off) : off); // prettier-ignore
  const sticky = bucketingOf(scalarText(variants[0]!.value['stickiness'] ?? 'default'), variants[0]!.path);
  const isSplit = weights.filter(([, weight]) => weight > 0).length > 1;
  if (percent < 100 && isSplit && sticky.join() !== term.bucketBy.join()) throw new RefusedImportError(term.path, 'the share and its variants are decided by different fields of the context'); // prettier-ignore
  return { serve, bucketBy: typeof serve === 'string' ? undefined : isSplit ? sticky : term.bucketBy, theirs };
}

function all(conditions: readonly Condition[]): Condition | undefined {
  if (conditions.length < 2) return conditions[0];
  return { all: conditions.flatMap((condition) => ('all' in condition ? condition.all : [condition])) };
}

function schedule({ from, until }: Term): Pick<TargetingRule, 'from' | 'until'> {
  return { ...(from !== -Infinity && { from: dateText(from) }), ...(until !== Infinity && { until: dateText(until) }) };
}

const dateText = (instant: number): string => new Date(instant).toISOString().replace('.000Z', 'Z');
