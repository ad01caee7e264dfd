import { alternatives } from '../diagnostic/suggest.ts';
import { environmentOf, type Flag, type PrerequisiteReference } from '../model/flag.ts';
import type { SegmentReference } from '../model/segment.ts';
import type { Situation } from './situation.ts';

/** Something that a flag needs in an environment afterwards, and that is not there. */
export interface MissingNeed {
  readonly flag: string;
  readonly environment: string;
  /** In words, after the name of the flag: `needs payment-api-v2, which is off in production`. */
  readonly text: string;
  /** What to do about it; begins with the doing. */
  readonly remedy: string;
  /** The lint rule that says the same, and how it is recognised: by the file, and the quoted name in its message. */
  readonly states: { readonly rule: string; readonly file: string; readonly name: string } | undefined;
}

type Need = Omit<MissingNeed, 'flag' | 'environment'>;

/**
 * What is missing for flags that a rollback leaves serving something, in the order of the effects. Systems that a flag
 * which is on today names today already are left out: evaluation does without them, and nothing gets worse.
 */
export function missingNeeds(situation: Situation): readonly MissingNeed[] {
  const { effects, after } = situation;
  return effects.flatMap(({ flag: key, environment }) => {
    const flag = after.project.flags.get(key);
    if (!flag || !after.activity.servesByItself(flag, environment)) return [];
    const needs = [
      ...missingPrerequisites(situation, flag, environment),
      ...missingSegments(situation, flag, environment),
      ...missingSystems(situation, flag, environment),
    ];
    return needs.map((need) => ({ flag: key, environment, ...need }));
  });
}

function missingPrerequisites({ after }: Situation, flag: Flag, environment: string): Need[] {
  const unmet = new Map<string, Need>();
  for (const prerequisite of flag.prerequisites) {
    const { flag: key } = prerequisite;
    if (key === '' || unmet.has(key) || after.activity.canBeMet(prerequisite, environment)) continue;
    unmet.set(key, unmetPrerequisite(after, flag, prerequisite, environment));
  }
  return [...unmet.values()];
}

function unmetPrerequisite(
  { project, activity }: Situation['after'],
  { file }: Flag,
  { flag: key, variants }: PrerequisiteReference,
  environment: string,
): Need {
  const needed = project.flags.get(key);
  if (!needed) {
    return {
      text: `needs ${key}, which does not exist`,
      remedy: `flagwright rollback ${key} brings it back, where it was removed; do that first`,
      states: { rule: 'unknown-prerequisite', file, name: key },
    };
  }
  const unknown = variants?.find((variant) => !needed.variants.includes(variant));
  if (unknown !== undefined) {
    return {
      text: `needs variant ${unknown} of ${key}, which does not have it`,
      remedy: `choose a version that wants a variant of ${key} as it is today`,
      states: { rule: 'unknown-variant', file, name: unknown },
    };
  }
  if (!environmentOf(needed, environment).enabled) {
    return {
      text: `needs ${key}, which is off in ${environment}`,
      remedy: `flagwright enable ${key} --env ${environment} first`,
      states: undefined,
    };
  }
  if (activity.isUnblocked(needed, environment)) {
    const wanted = variants ? alternatives(variants.slice(0, 4)) : `anything but ${needed.off}`;
    return {
      text: `needs ${key} to serve ${wanted}, which it does not in ${environment}`,
      remedy: `let ${key} serve ${wanted} in ${environment} first`,
      states: undefined,
    };
  }
  return {
    text: `needs ${key}, which has an unmet prerequisite itself in ${environment}`,
    remedy: `give ${key} what it needs in ${environment} first: flagwright show ${key}`,
    states: undefined,
  };
}

/** Walks from segment to segment, each once, remembering by which one it was reached. */
function missingSegments({ after }: Situation, flag: Flag, environment: string): Need[] {
  const { segments } = after.project;
  const seen = new Set<string>();
  const needs: Need[] = [];
  const open: { references: readonly SegmentReference[]; file: string; through: string }[] = [
    { references: environmentOf(flag, environment).segments, file: flag.file, through: '' },
  ];
  for (let from = open.pop(); from !== undefined; from = open.pop()) {
    for (const { key } of from.references) {
      if (key === '' || seen.has(key)) continue;
      seen.add(key);
      const segment = segments.get(key);
      if (segment) {
        open.push({ references: segment.segments, file: segment.file, through: ` through ${key}` });
        continue;
      }
      needs.push({
        text: `needs segment ${key}${from.through}, which does not exist`,
        remedy: `bring ${key}.segment.yaml back first, or choose a version that does without it`,
        states: { rule: 'unknown-segment', file: from.file, name: key },
      });
    }
  }
  return needs;
}

/** Where there is no systems.yaml, or it cannot be read, nothing is known of any system. */
function missingSystems({ before, after }: Situation, flag: Flag, environment: string): Need[] {
  const known = after.project.systems?.systems;
  if (!known || known.size === 0) return [];
  const today = before.project.flags.get(flag.key);
  const isOn = today !== undefined && before.activity.servesByItself(today, environment);
  const named = new Set(isOn ? systemsOf(today) : []);
  return systemsOf(flag).flatMap((system) => {
    const found = known.get(system);
    if ((found && found.status !== 'retired') || named.has(system)) return [];
    const how = system === flag.fallback?.system ? 'falls back to' : 'affects';
    return {
      text: `${how} ${system}, which ${found ? 'is retired' : 'systems.yaml does not have'}`,
      remedy: `choose a version that does without ${system}, or correct systems.yaml first`,
      states: found ? undefined : { rule: 'unknown-system', file: flag.file, name: system },
    };
  });
}

function systemsOf({ affects, fallback }: Flag): readonly string[] {
  return [...new Set([...affects, fallback?.system ?? ''])].filter((system) => system !== '');
}
