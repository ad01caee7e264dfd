import type { Condition, EnvironmentBlock, TargetingRule } from '../evaluate/definition.ts';
import { field, fields, list, type Fields } from '../model/read.ts';
import { isSameValue } from '../source/value-edit.ts';
import { conditionKey } from './condition-key.ts';
import { decidingFields, definedFields } from './flag-file.ts';
import type { ImportedFlag } from './imported.ts';

/**
 * The value of a flag's file after an import: what decides its value is that of the import, in the environments that it is
 * about, and everything else stays. Where the file says the same in other words, its words stay.
 * @param existing the value of the file
 * @param segments what segments stand for
 */
export function mergedFlag(existing: Fields, flag: ImportedFlag, segments: ReadonlyMap<string, Condition>): Fields {
  const { environments, prerequisites, variants, ...deciding } = decidingFields(flag);
  const before = fields(existing['environments']);
  const blocks = Object.entries(fields(environments)).map(([name, block]) => {
    return [name, mergedBlock(field(before, name), block as boolean | EnvironmentBlock, flag, segments)] as const;
  });
  const isSplit = blocks.some(([, block]) => JSON.stringify(block).includes('{') && hasWeights(block));
  return definedFields({
    ...existing,
    ...deciding,
    // Without a split nothing decides splits.
    ...(!isSplit && { bucketBy: existing['bucketBy'], seed: existing['seed'] }),
    variants: isSameValue(existing['variants'] ?? booleans, variants ?? booleans) ? existing['variants'] : variants,
    prerequisites: prerequisites ?? existing['prerequisites'],
    environments: { ...before, ...Object.fromEntries(blocks) },
  });
}

const booleans = { on: true, off: false };

function hasWeights(block: unknown): boolean {
  const { rules, otherwise } = fields(block);
  return [otherwise, ...list(rules).map((rule) => fields(rule)['serve'])].some((serve) => typeof serve === 'object');
}

function mergedBlock(
  before: unknown,
  after: boolean | EnvironmentBlock,
  { off }: ImportedFlag,
  segments: ReadonlyMap<string, Condition>,
): unknown {
  const isOn = (block: unknown): boolean => block === true || (fields(block)['enabled'] === true && isPlainOn(fields(block))); // prettier-ignore
  if (before === undefined ? after === false : isOn(before) && isOn(after)) return before;
  // An export says of what is disabled that everybody gets the off variant.
  const servesOff = after === false || (fields(after)['rules'] === undefined && fields(after)['targeting'] === undefined && fields(after)['otherwise'] === off); // prettier-ignore
  const wasOff = before === undefined || before === false || (typeof before === 'object' && fields(before)['enabled'] === false); // prettier-ignore
  if (wasOff && servesOff) return before;
  if (typeof after === 'boolean' || typeof before !== 'object') return after;
  const old = fields(before);
  const rules = after.rules && mergedRules(list(old['rules']) as readonly TargetingRule[], after.rules, segments);
  return { ...after, ...(rules !== undefined && { rules }) };
}

const isPlainOn = (block: Fields): boolean =>
  list(block['rules']).length === 0 && block['targeting'] === undefined && (block['otherwise'] ?? 'on') === 'on';

/**
 * Rules with the names and the words of those that were there and ask for the same. Where as many are left on both sides,
 * they are the same rules, edited: their names stay.
 */
function mergedRules(
  before: readonly TargetingRule[],
  after: readonly TargetingRule[],
  segments: ReadonlyMap<string, Condition>,
): readonly TargetingRule[] {
  const left = before.map((rule) => ({ rule, key: ruleKey(rule, segments) }));
  const matched = after.map((rule) => {
    const key = ruleKey(rule, segments);
    const at = left.findIndex((old) => old.key === key);
    return at < 0 ? undefined : left.splice(at, 1)[0]!.rule;
  });
  const isEdited = left.length === matched.filter((old) => old === undefined).length;
  const taken = new Set(before.map(({ name }) => name));
  return after.map((rule, index) => {
    const old = matched[index];
    if (old !== undefined) return { ...old, serve: rule.serve };
    if (isEdited) return { ...rule, name: left.shift()!.rule.name };
    let { name } = rule;
    for (let count = 2; taken.has(name); count++) name = `${rule.name}-${count}`;
    taken.add(name);
    return { ...rule, name };
  });
}

/** What a rule asks for. */
function ruleKey({ when, from, until }: TargetingRule, segments: ReadonlyMap<string, Condition>): string {
  const instant = (text: string | undefined, end: boolean): number | undefined =>
    text === undefined ? undefined : Date.parse(text) + (end && !text.includes('T') ? 86_400_000 : 0);
  return JSON.stringify([when === undefined ? null : conditionKey(when, segments), instant(from, false), instant(until, true)]); // prettier-ignore
}
