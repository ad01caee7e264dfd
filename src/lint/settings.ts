import type { Severity } from '../diagnostic/diagnostic.ts';
import { didYouMean } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { Rule } from './rule.ts';
import { rules } from './rules/index.ts';

export type Setting = Severity | 'off';

/** Rules that nothing can lower: neither settings, nor options, nor suppression. */
const fixedRules: ReadonlySet<string> = new Set(rules.flatMap(({ id, fixed }) => (fixed ? [id] : [])));

/**
 * Refuses what `--rule` cannot set.
 * @throws UserError for a rule that does not exist or that nothing can change
 */
export function checkOverrides(overrides: Readonly<Record<string, Setting>>, known: Iterable<string>): void {
  const ids = [...known];
  for (const id of Object.keys(overrides)) {
    if (!ids.includes(id)) {
      throw new UserError(
        `there is no rule "${id}"`,
        didYouMean(id, ids) ?? '`flagwright explain --all` lists the rules',
      );
    }
    if (fixedRules.has(id)) {
      throw new UserError(`the rule ${id} cannot be set`, `\`flagwright explain ${id}\` says what to do instead`);
    }
  }
}

/** How each rule is weighed: its own severity, overridden by the manifest, overridden by options. */
export interface RuleSettings {
  /** `undefined`: as the rule or the case says. */
  setting(rule: string): Setting | undefined;
}

const known: readonly string[] = ['off', 'info', 'warning', 'error'];

/**
 * @param manifestRules rule id → `off | info | warning | error`, as written; malformed ones are passed over
 * @param overrides the same, from `--rule`
 */
export function resolveSettings(
  manifestRules: Readonly<Record<string, unknown>>,
  overrides: Readonly<Record<string, Setting>> = {},
): RuleSettings {
  return {
    setting(rule) {
      if (fixedRules.has(rule)) return undefined;
      const own = Object.hasOwn(manifestRules, rule) ? manifestRules[rule] : undefined;
      const chosen =
        (Object.hasOwn(overrides, rule) ? overrides[rule] : undefined) ?? (Array.isArray(own) ? own[0] : own);
      return known.includes(chosen as string) ? (chosen as Setting) : undefined;
    },
  };
}

/** The severity of a problem; `undefined` when its rule is off. */
export function severityOf(settings: RuleSettings, rule: Rule, ofCase: Severity | undefined): Severity | undefined {
  const setting = settings.setting(rule.id);
  return setting === 'off' ? undefined : (setting ?? ofCase ?? rule.severity);
}
