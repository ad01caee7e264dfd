import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { describeValue } from '../evaluate/describe.ts';
import { dependentsOf, type Dependent } from '../graph/impact.ts';
import { lossesOf } from '../graph/losses.ts';
import { environmentOf, type Criticality, type Flag, type PrerequisiteReference } from '../model/flag.ts';
import { contextsFor, movedContexts, type Side } from './moved-contexts.ts';
import type { Dormant, Loss, State } from './situation.ts';

/** More flags than this are not looked at context by context; what cannot be excluded is then said to be lost in part. */
const maxTried = 200;
const maxOwnContexts = 16;

export interface LossInput {
  readonly before: State;
  readonly after: State;
  /** Reads the definitions of flags and of all that they need, to be evaluated in this environment. */
  readonly sides: (flags: readonly string[]) => Promise<readonly [before: Side, after: Side]>;
  readonly environment: string;
  /** The flags that the rollback changes here. */
  readonly changed: readonly string[];
  readonly now: number;
}

export interface FoundLosses {
  readonly losses: readonly Loss[];
  readonly dormant: readonly Dormant[];
}

/**
 * What flags that are not changed themselves lose in one environment, because flags that they need are. `wholly` is
 * certain; `partly` is, if there is an example, and otherwise could not be excluded.
 */
export async function lossesIn(input: LossInput): Promise<FoundLosses> {
  const { before, after, environment, changed } = input;
  const changedHere = new Set(changed);
  const losses: Loss[] = [];
  const dormant: Dormant[] = [];
  const states = { graph: after.graph, before: before.activity, after: after.activity };
  const found = lossesOf(states, changed, [environment]);
  const lostInPart = partialLosses(input);
  for (const dependent of dependentsOf(after.graph, changed)) {
    const flag = after.project.flags.get(dependent.key);
    if (!flag || changedHere.has(flag.key)) continue;
    const lost = flag.prerequisites.find((one) => isLost(input, one));
    if (!environmentOf(flag, environment).enabled) {
      const could = flag.prerequisites.every((one) => before.activity.canBeMet(one, environment));
      if (lost && could) dormant.push({ flag: flag.key, environment, prerequisite: lost.flag, path: dependent.path });
      continue;
    }
    if (!before.activity.isActive(flag, environment)) continue;
    const common = { flag: flag.key, environment, criticality: flag.criticality as Criticality };
    if (lost) losses.push({ ...common, prerequisite: lost.flag, path: pathTo(dependent, lost), extent: 'wholly' });
    else if (found.of(flag.key, environment) !== undefined) {
      const part = await lostInPart(flag);
      if (part) losses.push({ ...common, ...part, path: pathTo(dependent, part.reference), extent: 'partly' });
    }
  }
  return { losses, dormant };
}

function isLost({ before, after, environment }: LossInput, needed: PrerequisiteReference): boolean {
  return before.activity.canBeMet(needed, environment) && !after.activity.canBeMet(needed, environment);
}

/** The way by which it is found, unless what it loses lies on another. */
function pathTo({ path, key }: Dependent, { flag }: PrerequisiteReference): readonly string[] {
  return path.at(-2) === flag || path.length > 2 ? path : [flag, key];
}

type Part = Pick<Loss, 'prerequisite' | 'example'> & { readonly reference: PrerequisiteReference };

/** Looks for a context that loses a prerequisite of a flag, among those that the changes move. */
function partialLosses(input: LossInput): (flag: Flag) => Promise<Part | undefined> {
  const { changed, now } = input;
  let moved: ReturnType<typeof movedContexts> | undefined;
  let tried = 0;
  return async (flag) => {
    moved ??= movedContexts(...(await input.sides(changed)), changed, now);
    if (moved.complete && moved.contexts.length === 0) return undefined;
    const [first] = flag.prerequisites;
    if (++tried <= maxTried) {
      const sides = await input.sides([...changed, flag.key]);
      const own = [{}, ...sides.flatMap((side) => contextsFor(side, flag.key)).slice(0, maxOwnContexts)];
      for (const context of moved.contexts) {
        for (const more of own) {
          const whole: EvaluationContext = { ...more, ...context };
          const reference = flag.prerequisites.find(
            (one) => holds(sides[0], one, whole, now) && !holds(sides[1], one, whole, now),
          );
          if (reference) return { prerequisite: reference.flag, example: describeContext(whole), reference };
        }
      }
      if (moved.complete) return undefined;
    }
    return first && { prerequisite: first.flag, reference: first };
  };
}

/** Whether a prerequisite holds for a context: its flag is enabled, and serves a variant that is wanted. */
function holds(
  side: Side,
  { flag, variants }: PrerequisiteReference,
  context: EvaluationContext,
  now: number,
): boolean {
  const { variant, reason } = side.evaluator.evaluate(flag, context, { now });
  if (variant === undefined || reason === 'DISABLED') return false;
  return variants ? variants.includes(variant) : variant !== side.offOf(flag);
}

/** `country DE, targetingKey 17`. */
function describeContext(context: EvaluationContext): string {
  const shown = Object.entries(context).map(([name, value]) => `${name} ${describeValue(value)}`);
  return shown.toSorted().slice(0, 6).join(', ');
}
