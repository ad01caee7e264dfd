import type { RelatedPlace } from '../diagnostic/problem.ts';
import { alternatives } from '../diagnostic/suggest.ts';
import { environmentOf, type Flag } from '../model/flag.ts';
import type { Environment } from '../model/manifest.ts';
import type { Project } from '../project/project.ts';

/** More than this many environments are not told apart in one report. */
const manyEnvironments = 100;

/** Gives the environments of flags that the manifest knows: critical ones first, else in promotion order. */
export function environmentsIn(project: Project): (flag: Flag) => readonly Environment[] {
  const { environments } = project.manifest;
  if (!environments) return (flag) => Object.keys(flag.environments).map((name) => ({ name, critical: false }));
  const order = new Map<string, { rank: number; environment: Environment }>();
  for (const critical of [true, false]) {
    for (const environment of environments) {
      if (environment.critical === critical) order.set(environment.name, { rank: order.size, environment });
    }
  }
  return (flag) =>
    Object.keys(flag.environments)
      .flatMap((name) => order.get(name) ?? [])
      .sort((a, b) => a.rank - b.rank)
      .map(({ environment }) => environment);
}

/** The first `manyEnvironments` that fit: no report needs more, and thousands would have to be looked at. */
export function affected(
  environments: readonly Environment[],
  fits: (name: string) => boolean,
): readonly Environment[] {
  const found: Environment[] = [];
  for (const environment of environments) {
    if (found.length === manyEnvironments) break;
    if (fits(environment.name)) found.push(environment);
  }
  return found;
}

/** `production`, `production and staging`, `production, staging, eu and 3 others`. */
export function environmentsInWords(environments: readonly Environment[]): string {
  const names = environments.map(({ name }) => name);
  if (names.length <= 4) return alternatives(names, 'and');
  const others = names.length < manyEnvironments ? `${names.length - 3} others` : 'many others';
  return `${names.slice(0, 3).join(', ')} and ${others}`;
}

/** Error if one of them is critical, warning if none is. */
export function severityIn(environments: readonly Environment[]): 'error' | 'warning' {
  return environments.some(({ critical }) => critical) ? 'error' : 'warning';
}

/** Of an environment that does not serve what is asked: the place that decides it. */
export function decidingPlace(flag: Flag, environment: string): RelatedPlace {
  const { file } = flag;
  if (!Object.hasOwn(flag.environments, environment)) {
    const message = `${environment} is left out here, which means off`;
    return { message, at: { file, path: ['environments'], part: 'key' } };
  }
  const path = ['environments', environment];
  const block = environmentOf(flag, environment);
  if (block.enabled) return { message: 'decided here', at: { file, path: [...path, 'otherwise'] } };
  // A block of a single `false` serves nothing at all; a longer one has an `enabled` of its own.
  const short = block.serves.length === 0 && block.segments.length === 0;
  return { message: 'switched off here', at: { file, path: short ? path : [...path, 'enabled'] } };
}
