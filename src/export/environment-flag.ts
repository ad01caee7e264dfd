import { compileFlag } from '../evaluate/compile-flag.ts';
import type { Condition, EnvironmentBlock, FlagDefinition, Json, Weights } from '../evaluate/definition.ts';
import { segmentCompiler } from '../evaluate/segments.ts';
import { parseInstant } from '../evaluate/dates.ts';
import type { Definitions } from '../project/definitions.ts';

/** A flag as one environment has it, with every default filled in: what exporters translate. */
export interface EnvironmentFlag {
  readonly key: string;
  readonly variants: Readonly<Record<string, Json>>;
  readonly off: string;
  /** Whether it does anything here; if not, everybody gets the off variant. */
  readonly enabled: boolean;
  readonly prerequisites: readonly EnvironmentPrerequisite[];
  readonly rules: readonly EnvironmentRule[];
  /** Raw JsonLogic in the place of rules; undefined where there is none. */
  readonly targeting: unknown;
  readonly otherwise: string | Weights;
  /** Attributes that decide a split: the first that has a bucketing value. */
  readonly bucketBy: readonly string[];
  readonly seed: string;
  /** Why it cannot be evaluated; everybody then gets its `onFailure` variant as an error. */
  readonly broken: string | undefined;
}

export interface EnvironmentPrerequisite {
  readonly flag: string;
  /** Undefined: any variant but the prerequisite's off variant. */
  readonly wanted: readonly string[] | undefined;
}

interface EnvironmentRule {
  readonly name: string;
  readonly when: Condition | undefined;
  /** It holds from `from` to before `until`, in milliseconds since 1970. */
  readonly from: number;
  readonly until: number;
  readonly serve: string | Weights;
}

/**
 * The flags of one environment by their keys, in the order of the definitions.
 * @param since looked at from this instant on, in milliseconds since 1970: rules that are over are left out, and those
 * that have begun just hold. By default at all times
 */
export function environmentFlags(
  { flags, segments, jsonLogic }: Definitions,
  environment: string,
  since = -Infinity,
): ReadonlyMap<string, EnvironmentFlag> {
  const link = segmentCompiler(segments);
  return new Map(
    [...flags].map(([key, definition]) => {
      const { fixed } = compileFlag(key, definition, { environment, link, jsonLogic });
      const flag = environmentFlag(key, definition, environment, fixed?.errorMessage);
      return [key, since === -Infinity ? flag : { ...flag, rules: rulesSince(flag.rules, since) }];
    }),
  );
}

function rulesSince(rules: EnvironmentFlag['rules'], since: number): EnvironmentFlag['rules'] {
  const left = rules.filter(({ until }) => until > since);
  return left.map((rule) => (rule.from <= since ? { ...rule, from: -Infinity } : rule));
}

const booleanVariants: EnvironmentFlag['variants'] = { on: true, off: false };

function environmentFlag(
  key: string,
  definition: FlagDefinition,
  environment: string,
  broken: string | undefined,
): EnvironmentFlag {
  const { variants = booleanVariants, off = 'off', prerequisites = [], bucketBy = 'targetingKey', seed = key } = definition; // prettier-ignore
  const flag = { key, variants, off, seed, bucketBy: [bucketBy].flat(), broken };
  const block = broken === undefined ? blockOf(definition, environment) : undefined;
  if (block?.enabled !== true) {
    return { ...flag, enabled: false, prerequisites: [], rules: [], targeting: undefined, otherwise: off };
  }
  const { rules = [], targeting, otherwise = 'on' } = block;
  return {
    ...flag,
    enabled: true,
    prerequisites: prerequisites.map(({ flag: needed, variant }) => ({
      flag: needed,
      wanted: variant === undefined ? undefined : [variant].flat(),
    })),
    rules: rules.map(({ name, when, from, until, serve }) => ({
      name,
      when,
      from: instant(from, 'start', -Infinity),
      until: instant(until, 'end', Infinity),
      serve,
    })),
    targeting,
    otherwise,
  };
}

function blockOf({ environments }: FlagDefinition, environment: string): EnvironmentBlock | undefined {
  if (!Object.hasOwn(environments, environment)) return undefined;
  const block = environments[environment];
  return typeof block === 'boolean' ? { enabled: block } : block;
}

/** A date that a flag which can be evaluated has is one. */
function instant(text: string | undefined, edge: 'start' | 'end', open: number): number {
  return (text === undefined ? undefined : parseInstant(text, edge)) ?? open;
}
