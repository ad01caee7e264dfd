import { daysLeft } from '../lifecycle/days.ts';
import { projectEnvironments } from '../model/environments.ts';
import { environmentOf, type Flag } from '../model/flag.ts';
import type { Project } from '../project/project.ts';

/** A flag in one line. What its file does not say, or not in the right form, is absent. */
export interface FlagSummary {
  readonly key: string;
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly criticality: string;
  /** As written. */
  readonly expires: string | undefined;
  /** Days of the calendar until its last one; negative after it. */
  readonly daysLeft: number | undefined;
  /** Every environment of the project, lowest first. */
  readonly environments: readonly EnvironmentState[];
}

export interface EnvironmentState {
  readonly name: string;
  readonly enabled: boolean;
}

/** @param now milliseconds since 1970 */
export function summarise(flag: Flag, environments: readonly string[], now: number): FlagSummary {
  const { key, type, owner, criticality, expires } = flag;
  return {
    key,
    type,
    owner,
    criticality,
    expires,
    daysLeft: daysLeft(expires, now),
    environments: statesOf(flag, environments),
  };
}

export function statesOf(flag: Flag, environments: readonly string[]): EnvironmentState[] {
  return environments.map((name) => ({ name, enabled: environmentOf(flag, name).enabled }));
}

/** The names of the environments, lowest first: those of the manifest, or where it says none, those of the flags. */
export function environmentNames(project: Project): string[] {
  return projectEnvironments(project).map(({ name }) => name);
}

/** The flags of a project, by key in code-unit order. */
export function sortedFlags({ flags }: Project): Flag[] {
  return [...flags.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}
