import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { activityAt } from '../../graph/activity.ts';
import { dependencyGraph } from '../../graph/dependency-graph.ts';
import { projectEnvironments } from '../../model/environments.ts';
import type { Project } from '../../project/project.ts';
import { carriersOf } from '../carriers/carriers.ts';
import { effectsOf, type Beside, type EffectInput } from '../effects/effects.ts';
import { readFlagFacts, type FlagFacts } from '../carriers/flag-facts.ts';
import { lossesIn } from '../losses/losses.ts';
import type { Restoration } from '../target/restoration.ts';
import { Sides } from '../effects/sides.ts';
import type { ApprovalNeed, Freeze, Released, RepositoryFacts, Situation } from '../situation.ts';
import type { Dormant, Idle, Loss } from '../losses/loss.ts';
import type { Effect, State } from '../effects/effect.ts';

export interface SituationInput {
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly before: Project;
  readonly after: Project;
  readonly restorations: readonly Restoration[];
  readonly besides: readonly Beside[];
  readonly request: EffectInput['request'];
  readonly added: readonly Diagnostic[];
  readonly repository: RepositoryFacts;
  /** Flags that those that go off hold off no longer. */
  readonly released: (effects: readonly Effect[]) => Promise<readonly Released[]>;
  /** What the policy says of these effects. */
  readonly policy: (effects: readonly Effect[]) => PolicyFacts;
}

export interface PolicyFacts {
  readonly freezes: readonly Freeze[];
  readonly approvals: readonly ApprovalNeed[];
}

/** Works out everything that a rollback is judged by. @throws GitError if git cannot give what it reads of the past */
export async function situationOf(input: SituationInput): Promise<Situation> {
  const { now, restorations, besides, request } = input;
  const [before, after] = [stateOf(input.before, now), stateOf(input.after, now)];
  const environments = projectEnvironments(input.after);
  const sides = new Sides(input.before, input.after);
  const effects = await effectsOf({ before, after, restorations, besides, environments, sides, now, request });
  const losses: Loss[] = [];
  const dormant: Dormant[] = [];
  const idle: Idle[] = [];
  for (const { name: environment } of environments) {
    const changed = effects.filter((effect) => effect.environment === environment).map(({ flag }) => flag);
    if (changed.length === 0) continue;
    const read = (flags: readonly string[]): ReturnType<Sides['of']> => sides.of(flags, environment);
    const found = await lossesIn({ before, after, sides: read, environment, changed, now });
    losses.push(...found.losses);
    dormant.push(...found.dormant);
    idle.push(...found.idle);
  }
  const facts = await factsOf(sides, effects, restorations);
  return {
    now,
    environments,
    before,
    after,
    restorations,
    effects,
    losses,
    dormant,
    idle,
    released: await input.released(effects),
    carriers: carriersOf(after, effects, facts),
    ...input.policy(effects),
    repository: input.repository,
    added: input.added,
    facts,
  };
}

function stateOf(project: Project, now: number): State {
  const graph = dependencyGraph(project);
  return { project, graph, activity: activityAt(graph, now) };
}

/** What the definitions in force say, else those that come back. */
async function factsOf(
  sides: Sides,
  effects: readonly Effect[],
  restorations: readonly Restoration[],
): Promise<(flag: string) => FlagFacts> {
  const known = new Map<string, FlagFacts>();
  const values = new Map(restorations.map(({ kind, key, before, after }) => [`${kind} ${key}`, before ?? after]));
  for (const { flag } of effects) {
    if (known.has(flag)) continue;
    const value = values.get(`flag ${flag}`) ?? (await sides.definitions([flag]))[0].flags.get(flag);
    known.set(flag, readFlagFacts(value));
  }
  for (const { kind, key, before, after } of restorations) {
    if (kind === 'flag' && !known.has(key)) known.set(key, readFlagFacts(before ?? after));
  }
  return (flag) => known.get(flag) ?? readFlagFacts(undefined);
}
