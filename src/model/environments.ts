import type { Flag } from './flag.ts';
import type { Environment, Manifest } from './manifest.ts';

/**
 * Lowest first: those of the manifest. Where it does not say, those that flags name; nobody knows then that one of them is
 * not critical.
 */
export function projectEnvironments(project: {
  readonly manifest: Manifest;
  readonly flags: ReadonlyMap<string, Flag>;
}): readonly Environment[] {
  if (project.manifest.environments) return project.manifest.environments;
  const names = new Set([...project.flags.values()].flatMap((flag) => Object.keys(flag.environments)));
  return [...names].map((name) => ({ name, critical: true }));
}
