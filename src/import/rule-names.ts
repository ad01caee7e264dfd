import type { TargetingRule } from '../evaluate/definition.ts';

/** Rules whose names differ; a name that is there already gets a number, an empty one its place. */
function withNames(rules: readonly TargetingRule[]): readonly TargetingRule[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return rules.map((rule, index) => {
    const base = rule.name.trim() === '' ? `rule-${index + 1}` : rule.name.trim().slice(0, 100);
    let count = counts.get(base) ?? 1;
    let name = count === 1 ? base : `${base}-${count}`;
    while (taken.has(name)) name = `${base}-${++count}`;
    counts.set(base, count + 1);
    taken.add(name);
    return { ...rule, name };
  });
}

/** A block in its shortest form: rules only where there are some. */
export function ruleBlock(
  enabled: boolean,
  rules: readonly TargetingRule[],
  otherwise: NonNullable<TargetingRule['serve']>,
): {
  readonly enabled: boolean;
  readonly rules?: readonly TargetingRule[];
  readonly otherwise: TargetingRule['serve'];
} {
  return rules.length === 0 ? { enabled, otherwise } : { enabled, rules: withNames(rules), otherwise };
}
