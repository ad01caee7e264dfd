import { environmentOf, type Flag } from '../model/flag.ts';
import type { Environment } from '../model/manifest.ts';

/**
 * The one variant that the rules of a flag give everybody, wherever it is enabled and in every critical environment
 * (the last one where none is critical); `off` for a flag that is enabled nowhere. Prerequisites are left out of account.
 * @param environments of the manifest, lowest first
 * @returns undefined where there are several, and where a schedule is at work
 */
export function onlyVariant(flag: Flag, environments: readonly Environment[]): string | undefined {
  const hasCritical = environments.some(({ critical }) => critical);
  let only: string | undefined;
  for (const [index, { name, critical }] of environments.entries()) {
    const { enabled, serves } = environmentOf(flag, name);
    if (!enabled) {
      const decides = critical || (!hasCritical && index === environments.length - 1);
      if (decides && (only ??= flag.off) !== flag.off) return undefined;
      continue;
    }
    if (serves.length === 0) return undefined;
    for (const { variant, from, until } of serves) {
      if (from !== undefined || until !== undefined || (only ??= variant) !== variant) return undefined;
    }
  }
  return only;
}
