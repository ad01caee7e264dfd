import { parseServed, rolloutEdits, splitsIn, type ServedBlock } from '../../change/rollout-edits.ts';
import { alternatives } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import {
  changeFlag,
  requireEnvironments,
  type ChangeOptions,
  type ChangeReport,
  type Subject,
} from '../../workspace/change-flag.ts';
import type { Host } from '../../workspace/host.ts';
import { requireKnown } from '../../workspace/named.ts';

export interface RolloutOptions extends ChangeOptions {
  /** `on=25,off=75`, `25` or `on`. */
  readonly served: string;
  readonly environments: readonly string[];
  /** By default `otherwise` is changed. */
  readonly rule: string | undefined;
}

/** Sets who gets what of a flag in some environments. See `changeFlag`. */
export function rollout(host: Host, flag: string, options: RolloutOptions): Promise<ChangeReport> {
  const environments = [...new Set(options.environments)];
  const { rule } = options;
  return changeFlag(host, 'rollout', flag, options, (subject) => {
    requireEnvironments(subject, environments);
    const served = servedOf(subject, options.served);
    const { value } = subject.document;
    const edits = environments.flatMap((name) => {
      refuseOther(value, name, rule);
      return rolloutEdits(value, name, rule, served, subject.environments);
    });
    const shares = typeof served === 'string' ? served : served.map((pair) => pair.join(' ')).join(', ');
    const place = `${rule === undefined ? '' : `rule ${rule} of `}${alternatives(environments, 'and')}`;
    return { edits, subject: `Roll out ${flag} to ${shares} in ${place}` };
  });
}

function servedOf({ flag }: Subject, words: string): ServedBlock {
  const served = parseServed(words, flag.variants, flag.off);
  if (typeof served === 'object' && 'message' in served) throw new UserError(served.message, served.help);
  const named = typeof served === 'string' ? [served] : served.map(([variant]) => variant);
  for (const variant of named) requireKnown('variant', variant, flag.variants);
  return served;
}

/** Refuses what would not do what was meant: another rule splits, or JsonLogic decides. */
function refuseOther(value: unknown, environment: string, rule: string | undefined): void {
  const { jsonLogic, rules, splitting, otherwise } = splitsIn(value, environment);
  if (jsonLogic) {
    throw new UserError(
      `raw JsonLogic decides in ${environment}, which rollout cannot change`,
      'edit `targeting` by hand',
    );
  }
  if (rule !== undefined) {
    if (rules.length > 0) requireKnown('rule', rule, rules);
    else throw new UserError(`there are no rules in ${environment}`, 'leave --rule out to change what all get');
    return;
  }
  if (otherwise || splitting.length === 0) return;
  const named = splitting.map((name) => `--rule ${name}`);
  throw new UserError(
    `in ${environment} only ${splitting.length === 1 ? 'a rule splits' : 'rules split'}, not what is served when no rule matches`,
    `say which: ${alternatives(named)}`,
  );
}
