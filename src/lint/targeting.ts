import type { Path } from '../diagnostic/diagnostic.ts';
import type { Condition } from '../evaluate/definition.ts';
import type { EnvironmentBlock, FlagFile, SegmentFile, TargetingRule } from '../schema/generated/files.ts';
import type { Document } from '../source/document.ts';

/** An environment of a flag that is written out. */
export interface WrittenEnvironment {
  readonly name: string;
  readonly block: Exclude<EnvironmentBlock, boolean>;
}

/** The targeting rules of one environment. */
export interface WrittenRules {
  readonly environment: string;
  readonly rules: readonly TargetingRule[];
}

/** A condition as a whole, with the path to it: the `when` of a rule or of a segment. */
export interface WrittenCondition {
  readonly condition: Condition;
  path(): Path;
}

interface Targeting {
  readonly environments: WrittenEnvironment[];
  readonly rules: WrittenRules[];
  readonly conditions: WrittenCondition[];
}

/** The last answer: rules ask one after the other of the same document. A map of weak keys costs more than it saves. */
let last: { readonly document: Document; readonly targeting: Targeting } | undefined;

function targetingOf(document: Document): Targeting {
  if (last?.document !== document) last = { document, targeting: readTargeting(document) };
  return last.targeting;
}

function readTargeting(document: Document): Targeting {
  const targeting: Targeting = { environments: [], rules: [], conditions: [] };
  const { environments, when } = document.value as Partial<FlagFile & SegmentFile>;
  if (environments) readEnvironments(environments, targeting);
  else if (when) targeting.conditions.push({ condition: when as Condition, path: () => ['when'] });
  return targeting;
}

/** What is an alias of something before it is left out, because what is wrong with it stands there. */
function readEnvironments(blocks: FlagFile['environments'], { environments, rules, conditions }: Targeting): void {
  const seen = new Set<unknown>();
  const isNew = (value: unknown): boolean => seen.size < seen.add(value).size;
  for (const name of Object.keys(blocks)) {
    const block = blocks[name];
    if (typeof block !== 'object' || !isNew(block)) continue;
    environments.push({ name, block });
    if (!block.rules || block.rules.length === 0 || !isNew(block.rules)) continue;
    rules.push({ environment: name, rules: block.rules });
    block.rules.forEach(({ when }, index) => {
      if (when === undefined || !isNew(when)) return;
      conditions.push({ condition: when as Condition, path: () => ['environments', name, 'rules', index, 'when'] });
    });
  }
}

/** The environments of a flag file that have more than `true` or `false`. */
export function writtenEnvironments(document: Document): readonly WrittenEnvironment[] {
  return targetingOf(document).environments;
}

/** The targeting rules of a flag file, by environment, of those that have some. */
export function writtenRules(document: Document): readonly WrittenRules[] {
  return targetingOf(document).rules;
}

/** The conditions of a flag or segment file. */
export function writtenConditions(document: Document): readonly WrittenCondition[] {
  return targetingOf(document).conditions;
}
