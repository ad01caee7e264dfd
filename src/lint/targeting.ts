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

/** A condition as a whole: the `when` of a segment, or of a rule of an environment. */
export interface WrittenCondition {
  readonly condition: Condition;
  readonly environment?: string;
  readonly rule?: number;
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
  if (environments) readEnvironments(environments, document.text, targeting);
  else if (when) targeting.conditions.push({ condition: when as Condition });
  return targeting;
}

/** What is an alias of something before it is left out, because what is wrong with it is there. */
function readEnvironments(blocks: FlagFile['environments'], text: string, targeting: Targeting): void {
  const { environments, rules, conditions } = targeting;
  const seen = text.includes('*') ? new Set<unknown>() : undefined; // no alias is written without it
  const isNew = (value: object): boolean => !seen || seen.size < seen.add(value).size;
  for (const name of Object.keys(blocks)) {
    const block = blocks[name];
    if (typeof block !== 'object' || !isNew(block)) continue;
    environments.push({ name, block });
    const list = block.rules;
    if (!list || list.length === 0 || !isNew(list)) continue;
    rules.push({ environment: name, rules: list });
    for (let rule = 0; rule < list.length; rule++) {
      const { when } = list[rule]!;
      if (when && isNew(when)) conditions.push({ condition: when as Condition, environment: name, rule });
    }
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

/** The path to a condition in its file. */
export function pathOf({ environment, rule }: WrittenCondition): Path {
  return environment === undefined ? ['when'] : ['environments', environment, 'rules', rule ?? 0, 'when'];
}
