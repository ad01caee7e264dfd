import type { Weights } from '../evaluate/definition.ts';
import type { EnvironmentFlag } from './environment-flag.ts';
import { negated, refuseSchedule, type Predicate, type Predicates } from './predicate.ts';
import { UnsupportedError } from './statement.ts';

/** Engines go through them one by one. */
const mostRules = 500;

/** A flag as rules from the first to the last, for engines without prerequisites, segments and schedules. */
interface PlainRules {
  readonly rules: readonly PlainRule[];
  /** What everybody else gets. */
  readonly otherwise: string | Weights;
  /** Whether anything is dealt out by a hash. */
  readonly splits: boolean;
}

interface PlainRule {
  readonly name: string;
  /** Neither always true nor always false. */
  readonly when: Exclude<Predicate, boolean>;
  readonly serve: string | Weights;
}

/**
 * Unmet prerequisites become the first rule. Rules that never hold are left out, and what comes after one that always does.
 * @throws UnsupportedError if the flag needs more than such rules
 */
export function plainRules(flag: EnvironmentFlag, predicates: Predicates): PlainRules {
  if (flag.broken !== undefined) throw new UnsupportedError(`it cannot be evaluated: ${flag.broken}`);
  if (flag.targeting !== undefined) throw new UnsupportedError('it has raw JsonLogic');
  if (flag.rules.length > mostRules) throw new UnsupportedError(`it has more than ${mostRules} rules`);
  const rules: PlainRule[] = [];
  let { otherwise } = flag;
  const unmet = negated(predicates.prerequisites(flag));
  const written = [{ name: 'prerequisites', when: unmet, serve: flag.off }, ...flag.rules.map((rule) => {
    refuseSchedule(rule);
    return { name: rule.name, when: predicates.of(rule.when), serve: rule.serve };
  })]; // prettier-ignore
  for (const { name, when, serve } of written) {
    if (when === false) continue;
    if (when === true) {
      otherwise = serve;
      break;
    }
    rules.push({ name: nameFor(name, rules), when, serve });
  }
  const splits = [otherwise, ...rules.map(({ serve }) => serve)].some((serve) => typeof serve !== 'string');
  return { rules, otherwise, splits };
}

/** Names of rules stay unique where one of ours has the name that we give. */
function nameFor(name: string, rules: readonly PlainRule[]): string {
  let unique = name;
  for (let count = 2; rules.some((rule) => rule.name === unique); count++) unique = `${name} ${count}`;
  return unique;
}

/** Each variant's percent, in the order of the weights; those without any are left out. */
export function percentages(weights: Weights): readonly (readonly [variant: string, percent: number])[] {
  const entries = Object.entries(weights).filter(([, weight]) => weight > 0);
  const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
  return entries.map(([name, weight]) => [name, (weight * 100) / total]);
}
