import { answer, failure, variantOf } from './answer.ts';
import type { Bucketing, CompiledFlag, CompiledPrerequisite, CompiledRule, CompiledServing } from './compile-flag.ts';
import type { ConditionScope } from './condition.ts';
import { holds } from './condition.ts';
import type { Evaluation, EvaluationContext } from './evaluation.ts';
import { bucketFor, choiceAt } from './split.ts';

/** What is known during one call; each flag and each segment is decided at most once in it. */
export interface Scope extends ConditionScope {
  /** Milliseconds since 1970. */
  readonly now: number;
  results: Map<string, Evaluation> | undefined;
}

/** What a flag gives whose prerequisites are met. Whatever goes wrong is an answer too. */
export function decide(flag: CompiledFlag, scope: Scope): Evaluation {
  if (flag.fixed !== undefined) return flag.fixed;
  try {
    for (const rule of flag.rules) {
      if (!applies(rule, scope)) continue;
      const served = serve(rule.serving, flag.bucketing, scope.context);
      if (served !== undefined) return served;
    }
    if (flag.targeting !== undefined) {
      const served = target(flag, scope);
      if (served !== undefined) return served;
    }
    return serve(flag.otherwise!, flag.bucketing, scope.context) ?? flag.unbucketed;
  } catch (error) {
    return failure(flag.key, flag.onFailure, 'GENERAL', failureMessage(error));
  }
}

/** Whether the schedule and the condition of a rule hold. */
export function applies(rule: CompiledRule, scope: Scope): boolean {
  if (rule.scheduled && !(scope.now >= rule.from && scope.now < rule.until)) return false;
  return rule.when === undefined || holds(rule.when, scope);
}

/** The answer, or nothing if it needs a bucketing value and there is none. */
function serve(
  serving: CompiledServing,
  { read, seed }: Bucketing,
  context: EvaluationContext,
): Evaluation | undefined {
  const { split } = serving;
  if (split === undefined) return serving.answer;
  const text = read(context);
  return text === undefined ? undefined : choiceAt(split, bucketFor(seed, text, split.total));
}

/** The answer of JsonLogic: nothing for null. As in flagd, true and false name variants too. */
function target(flag: CompiledFlag, { context, now }: Scope): Evaluation | undefined {
  // Without a prototype: logic that asks for `constructor` finds nothing.
  const data: { [name: string]: unknown } = Object.assign(Object.create(null), context);
  data['$flagd'] = { flagKey: flag.key, timestamp: Math.floor(now / 1000) };
  const result = flag.targeting!(data);
  if (result === null || result === undefined) return undefined;
  const name = typeof result === 'boolean' ? String(result) : result;
  const variant = typeof name === 'string' ? variantOf(flag.variants, name) : undefined;
  if (variant !== undefined) return answer(flag.key, variant, 'TARGETING_MATCH');
  return failure(flag.key, flag.onFailure, 'PARSE_ERROR', 'targeting gives a result that is not a variant');
}

/**
 * Whether a prerequisite serves a wanted variant, and not for an error. A flag that is off serves its off variant; one
 * that does not exist serves none.
 */
export function isMet(
  { wanted }: CompiledPrerequisite,
  needed: CompiledFlag | undefined,
  served: Evaluation | undefined,
): boolean {
  if (needed === undefined || served?.variant === undefined || served.reason === 'ERROR') return false;
  return wanted === undefined ? served.variant !== needed.off?.name : wanted.includes(served.variant);
}

/** The message of whatever was thrown, which may itself be hostile. */
export function failureMessage(thrown: unknown): string {
  try {
    const message = thrown instanceof Error ? thrown.message : undefined;
    return typeof message === 'string' ? message.slice(0, 200) : 'something that is not an error was thrown';
  } catch {
    return 'something unreadable was thrown';
  }
}
