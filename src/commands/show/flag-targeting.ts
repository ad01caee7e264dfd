import { fields, list, text } from '../../model/read.ts';

/** A variant for all, or weights by variant in file order. */
export type ShownServing = string | Readonly<Record<string, number>>;

/** What an environment of one flag does, as its file says. */
export interface ShownTargeting {
  readonly enabled: boolean;
  readonly rules: readonly TargetedRule[];
  /** For whom no rule holds; absent where the file does not say, or the escape hatch decides. */
  readonly otherwise: ShownServing | undefined;
  /** Whether raw JsonLogic is used instead of rules. */
  readonly jsonLogic: boolean;
}

export interface TargetedRule {
  readonly name: string;
  readonly serve: ShownServing | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
}

/** Takes from an environment block what has the right form; what is left out has its default. */
export function readTargeting(value: unknown, variants: readonly string[]): ShownTargeting {
  const byDefault = variants.includes('on') ? 'on' : undefined;
  if (typeof value === 'boolean') return { enabled: value, rules: [], otherwise: byDefault, jsonLogic: false };
  const block = fields(value);
  const rules = list(block.rules).map((entry) => {
    const rule = fields(entry);
    return { name: text(rule.name) ?? '', serve: served(rule.serve), from: text(rule.from), until: text(rule.until) };
  });
  return {
    enabled: block.enabled === true,
    rules,
    otherwise: block.otherwise === undefined && rules.length === 0 ? byDefault : served(block.otherwise),
    jsonLogic: 'targeting' in block,
  };
}

function served(value: unknown): ShownServing | undefined {
  if (typeof value === 'string') return value;
  const weights = Object.entries(fields(value)).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number',
  );
  return weights.length > 0 ? Object.fromEntries(weights) : undefined;
}
