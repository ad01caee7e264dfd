import type { Flag } from '../model/flag.ts';
import type { Manifest, TypeLimits } from '../model/manifest.ts';
import { day } from './days.ts';

/** The manifest's limits for the type of a flag; nothing for a type that does not exist. */
export function limitsOf(flag: Flag, manifest: Manifest): TypeLimits | undefined {
  const { type } = flag;
  return type !== undefined && Object.hasOwn(manifest.lifecycle, type) ? manifest.lifecycle[type] : undefined;
}

/** How long before its end or its review a flag is warned of, in milliseconds; 14 days where the type is unknown. */
export function warnOf(flag: Flag, manifest: Manifest): number {
  return limitsOf(flag, manifest)?.warn ?? 14 * day;
}
