import { setImmediate as nextTurn } from 'node:timers/promises';
import { environmentOf, type Flag } from '../../model/flag.ts';
import type { Environment } from '../../model/manifest.ts';
import type { Project } from '../../project/project.ts';
import { flagBehaviour } from '../target/behaviour.ts';
import { exposureChange, rulesByAttributes } from './exposures.ts';
import type { Restoration } from '../target/restoration.ts';
import type { RollbackRequest } from '../request.ts';
import { segmentUsers } from '../target/segment-users.ts';
import type { Sides } from './sides.ts';
import type { Effect, State } from './effect.ts';

/** A flag that is changed besides those that are restored. */
export interface Beside {
  readonly flag: string;
  readonly environment: string;
  readonly because: 'cascade' | 'decision';
}

export interface EffectInput {
  readonly before: State;
  readonly after: State;
  readonly restorations: readonly Restoration[];
  readonly besides: readonly Beside[];
  readonly environments: readonly Environment[];
  readonly sides: Sides;
  readonly now: number;
  readonly request: Pick<RollbackRequest, 'population'>;
}

/** What a rollback does to every flag whose value it can change by itself: by flag, then environment. */
export async function effectsOf(input: EffectInput): Promise<Effect[]> {
  const { before, after, environments, sides, now, request } = input;
  const effects: Effect[] = [];
  for (const [flag, becauses] of causes(input)) {
    for (const { name } of environments) {
      const because = becauses.get(name);
      if (!because) continue;
      // Counting may take its time: an interrupt is heard between flags.
      await nextTurn();
      const [was, is] = await sides.of([flag], name);
      const {
        before: exposureBefore,
        after: exposureAfter,
        moved,
        lost,
        askedFirst,
      } = exposureChange(was, is, flag, now, request.population?.contexts);
      const rules = [was, is].flatMap((side) => rulesByAttributes(side.definitions, flag, name));
      effects.push({
        flag,
        environment: name,
        because,
        before: isEnabled(before.project, flag, name),
        after: isEnabled(after.project, flag, name),
        activeBefore: isActive(before, flag, name),
        activeAfter: isActive(after, flag, name),
        exposureBefore,
        exposureAfter,
        moved,
        lost,
        askedFirst,
        byAttributes: request.population ? [] : [...new Set(rules)],
      });
    }
  }
  return effects;
}

type Because = Effect['because'];

/** Flag → environment → why it is changed there. */
function causes(input: EffectInput): Map<string, Map<string, Because>> {
  const { before, after, restorations, besides, environments } = input;
  const found = new Map<string, Map<string, Because>>();
  const add = (flag: string, environment: string, because: Because): void => {
    const known = found.get(flag);
    if (!known) found.set(flag, new Map([[environment, because]]));
    else if (!known.has(environment)) known.set(environment, because);
  };
  for (const { kind, key, before: value, after: wanted } of restorations) {
    if (kind !== 'flag') continue;
    for (const { name } of environments) {
      if (flagBehaviour(value, name) !== flagBehaviour(wanted, name)) add(key, name, 'restored');
    }
  }
  for (const { flag, environment, because } of besides) add(flag, environment, because);
  const segments = restorations.filter(({ kind, changes }) => kind === 'segment' && changes.some(isTargeting));
  if (segments.length > 0) {
    for (const state of [before, after]) {
      const users = segmentUsers(state.project);
      for (const { key } of segments) {
        for (const { flag, environment } of users.get(key) ?? []) add(flag, environment, 'segment');
      }
    }
  }
  return found;
}

function isTargeting({ kind }: Restoration['changes'][number]): boolean {
  return kind === 'targeting' || kind === 'create' || kind === 'delete';
}

function isEnabled({ flags }: Project, key: string, environment: string): boolean {
  const flag = flags.get(key);
  return flag !== undefined && environmentOf(flag, environment).enabled;
}

function isActive({ project, activity }: State, key: string, environment: string): boolean {
  const flag: Flag | undefined = project.flags.get(key);
  return flag !== undefined && activity.isActive(flag, environment);
}
