import type { History } from '../../history/history.ts';
import type { DescribedVersion } from '../../history/version.ts';
import { readFlag } from '../../model/flag.ts';
import { environmentOf } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';
import type { Effect } from '../effects/effect.ts';
import type { Released } from '../situation.ts';

/**
 * The flags that are off, and are in conflict with one that goes off. Those that never were on there were not turned
 * off by anybody, and are left out.
 * @param project as it is
 * @throws GitError if git cannot give the versions of a flag
 */
export async function releasedBy(history: History, project: Project, effects: readonly Effect[]): Promise<Released[]> {
  const going = effects.filter(({ activeBefore, activeAfter }) => activeBefore && !activeAfter);
  const found: Released[] = [];
  const changed = new Set(
    effects.flatMap((one) => (one.because === 'decision' ? [] : [`${one.flag} ${one.environment}`])),
  );
  const versions = new Map<string, Promise<readonly DescribedVersion[]>>();
  const versionsOf = (key: string): Promise<readonly DescribedVersion[]> => {
    const known = versions.get(key) ?? history.describedVersions('flag', key);
    versions.set(key, known);
    return known;
  };
  for (const { flag, environment } of going) {
    for (const key of opponentsOf(project, flag)) {
      const opponent = project.flags.get(key);
      if (!opponent || environmentOf(opponent, environment).enabled || changed.has(`${key} ${environment}`)) continue;
      const off = await sinceWhen(history, await versionsOf(key), environment, false);
      const on = await sinceWhen(history, await versionsOf(flag), environment, true);
      if (!off || !on) continue;
      found.push({
        flag: key,
        environment,
        by: flag,
        version: off.number,
        commit: off.commit,
        author: off.info.author.name,
        turnedOffAt: off.committedAt,
        since: history.position(off.commit) >= history.position(on.commit),
      });
    }
  }
  return found;
}

/** The flags in conflict with one, whichever of the two says so. */
function opponentsOf({ flags }: Project, key: string): string[] {
  const found = new Set(flags.get(key)?.conflicts);
  for (const flag of flags.values()) if (flag.conflicts.includes(key)) found.add(flag.key);
  found.delete(key);
  return [...found];
}

/** The version in which it came to be enabled, or disabled, as it is; nothing if it was never otherwise before. */
async function sinceWhen(
  history: History,
  versions: readonly DescribedVersion[],
  environment: string,
  enabled: boolean,
): Promise<DescribedVersion | undefined> {
  let last: DescribedVersion | undefined;
  for (const version of versions.toReversed()) {
    const isEnabled = environmentOf(readFlag('', '', await history.value(version)), environment).enabled;
    if (isEnabled !== enabled) return last;
    last = version;
  }
  // On from the first is on since then; off from the first was never turned off.
  return enabled ? last : undefined;
}
