import { dependentsOf, type Dependent } from '../../graph/impact.ts';
import { lossesOf } from '../../graph/losses.ts';
import type { Criticality, PrerequisiteReference } from '../../model/flag.ts';
import type { Side } from '../effects/contexts.ts';
import { PartialLosses, type Part } from './partial-losses.ts';
import type { Dormant, Idle, Loss } from './loss.ts';
import type { State } from '../effects/effect.ts';

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
  readonly idle: readonly Idle[];
}

/**
 * What flags lose in one environment because flags that they need are changed. `wholly` is
 * certain; `partly` is, if there is an example, and otherwise could not be excluded.
 */
export async function lossesIn(input: LossInput): Promise<FoundLosses> {
  const { before, after, environment, changed } = input;
  const changedHere = new Set(changed);
  const losses: Loss[] = [];
  const dormant: Dormant[] = [];
  const idle: Idle[] = [];
  const states = { graph: after.graph, before: before.activity, after: after.activity };
  const found = lossesOf(states, changed, [environment]);
  const partial = new PartialLosses(input.sides, input.now);
  const reached = new Set(changed);
  for (const dependent of dependentsOf(after.graph, changed)) {
    reached.add(dependent.key);
    const flag = after.project.flags.get(dependent.key);
    if (!flag || changedHere.has(flag.key)) continue;
    const hit = found.hit(flag.key, environment);
    if (!hit) continue;
    const lost = flag.prerequisites.find((one) => isLost(input, one));
    if (hit.how !== 'active') {
      const one = { flag: flag.key, environment, prerequisite: lost?.flag ?? '', path: dependent.path };
      if (hit.how === 'dormant') dormant.push(one);
      else idle.push({ ...one, isEnabled: after.activity.servesByItself(flag, environment) });
      continue;
    }
    const common = { flag: flag.key, environment, criticality: flag.criticality as Criticality };
    if (lost) losses.push({ ...common, prerequisite: lost.flag, path: pathTo(dependent, lost), extent: 'wholly' });
    else {
      const part = await partial.of(flag);
      if (part) losses.push({ ...common, ...partOf(part), path: pathTo(dependent, part.reference), extent: 'partly' });
    }
  }
  for (const key of changed) {
    const part = await lostThoughChanged(input, key, reached, partial);
    if (part) losses.push(part);
  }
  return { losses, dormant, idle };
}

/**
 * What a flag that is restored too, and stays on, loses in part. That it loses all of a prerequisite is another risk:
 * what is restored needs something that is not there.
 */
async function lostThoughChanged(
  { before, after, environment }: LossInput,
  key: string,
  hit: ReadonlySet<string>,
  partial: PartialLosses,
): Promise<Loss | undefined> {
  const [was, is] = [before.project.flags.get(key), after.project.flags.get(key)];
  if (!was || !is || !before.activity.isActive(was, environment) || !after.activity.isActive(is, environment))
    return undefined;
  if (!is.prerequisites.some((one) => hit.has(one.flag))) return undefined;
  const part = await partial.of(is);
  const path = part && [part.reference.flag, key];
  return (
    path && {
      flag: key,
      environment,
      criticality: is.criticality as Criticality,
      ...partOf(part),
      path,
      extent: 'partly',
    }
  );
}

function isLost({ before, after, environment }: LossInput, needed: PrerequisiteReference): boolean {
  return before.activity.canBeMet(needed, environment) && !after.activity.canBeMet(needed, environment);
}

/** The way by which it is found, unless what it loses lies on another. */
function pathTo({ path, key }: Dependent, { flag }: PrerequisiteReference): readonly string[] {
  return path.at(-2) === flag || path.length > 2 ? path : [flag, key];
}

function partOf({ reference, example }: Part): Pick<Loss, 'prerequisite' | 'example'> {
  return { prerequisite: reference.flag, example };
}
