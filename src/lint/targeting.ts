import type { Document } from '../source/document.ts';
import type { EnvironmentBlock, FlagFile, TargetingRule } from '../schema/generated/files.ts';

/** The environments of a flag that are written out, in file order. */
export interface WrittenEnvironment {
  readonly name: string;
  readonly block: Exclude<EnvironmentBlock, boolean>;
}

/**
 * The environments of a flag file that have more than `true` or `false`. One that is an alias of another is
 * left out, because what is wrong with it stands there.
 */
export function writtenEnvironments(document: Document): readonly WrittenEnvironment[] {
  const { environments } = document.value as FlagFile;
  const written: WrittenEnvironment[] = [];
  for (const name of Object.keys(environments)) {
    const block = environments[name];
    if (typeof block === 'object' && !written.some((other) => other.block === block)) written.push({ name, block });
  }
  return written;
}

const none: readonly TargetingRule[] = [];

/** The targeting rules of each environment that has some. A list that is an alias of another is left out. */
export function writtenRules(document: Document): { name: string; rules: readonly TargetingRule[] }[] {
  const seen = new Set<unknown>();
  const found: { name: string; rules: readonly TargetingRule[] }[] = [];
  for (const { name, block } of writtenEnvironments(document)) {
    const { rules = none } = block;
    if (rules.length === 0 || seen.has(rules)) continue;
    seen.add(rules);
    found.push({ name, rules });
  }
  return found;
}
