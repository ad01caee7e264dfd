import { failure } from '../evaluate/answer.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { Evaluation, EvaluationContext, ValueType } from '../evaluate/evaluation.ts';
import type { AnswerErrorCode } from './answer-types.ts';
import type { ClientClock } from './client-clock.ts';
import type { ContextBounds } from './context-check.ts';
import { ContextCheck } from './context-check.ts';
import type { LoadedSnapshot } from './loaded-snapshot.ts';

export interface AnsweringOptions {
  readonly clock: ClientClock;
  readonly bounds: ContextBounds;
  /** Steps of JsonLogic that an answer may take. */
  readonly stepBudget: number;
  /** For how many milliseconds a flag that took more is answered without its JsonLogic. */
  readonly degradeFor: number;
  /** Told of the contexts that flags are asked with; of one that is used for many questions in a row once. */
  readonly seen: (context: EvaluationContext) => void;
  readonly warnOfAttribute: (name: string) => void;
  /** Told of a flag that takes too many steps. */
  readonly tooCostly: (flagKey: string, steps: number) => void;
}

/** An evaluation, or why there is none. */
export interface Answered extends Omit<Evaluation, 'errorCode'> {
  readonly errorCode?: AnswerErrorCode | undefined;
  /** Whether it was answered without the flag's JsonLogic, which takes too long. */
  readonly degraded?: boolean;
}

/** Answers from one snapshot. Never throws. */
export class Answering {
  readonly snapshot: LoadedSnapshot;
  readonly #options: AnsweringOptions;
  readonly #evaluator: Evaluator;
  readonly #timed: boolean;
  readonly #isBudgeted: boolean;
  readonly #contexts: ContextCheck;
  readonly #degradedUntil = new Map<string, number>();
  /** The last context that was accepted as it is: a request asks many flags with one. */
  #last: EvaluationContext | undefined;
  // One object for all calls, as nobody keeps it.
  readonly #evaluateOptions: { now: number; type: ValueType | undefined } = { now: 0, type: undefined };

  constructor(snapshot: LoadedSnapshot, options: AnsweringOptions) {
    this.snapshot = snapshot;
    this.#options = options;
    this.#evaluator = snapshot.evaluator;
    this.#timed = snapshot.timed;
    this.#isBudgeted = snapshot.simpler !== undefined;
    this.#contexts = new ContextCheck(snapshot.document.context, options.bounds, options.warnOfAttribute);
  }

  /** @param type that the caller asks for; nothing takes any */
  answer(flagKey: string, context: EvaluationContext | undefined, type: ValueType | undefined): Answered {
    // Programs without types ask with anything.
    if (typeof flagKey !== 'string') return failure('', undefined, 'FLAG_NOT_FOUND', 'the key of a flag is a text');
    const accepted = context !== undefined && context === this.#last ? context : this.#accept(context);
    if (accepted === undefined) return this.#invalid(flagKey, type);
    const options = this.#evaluateOptions;
    options.type = type;
    if (this.#timed) options.now = this.#options.clock.now();
    return this.#isBudgeted ? this.#inBudget(flagKey, accepted) : this.#evaluator.evaluate(flagKey, accepted, options);
  }

  #accept(context: EvaluationContext | undefined): EvaluationContext | undefined {
    const accepted = this.#contexts.accept(context);
    if (accepted === undefined || context === undefined) return accepted;
    this.#options.seen(context);
    // If it is changed meanwhile, its bounds alone are not looked at again.
    if (this.#contexts.onlyBounds) this.#last = context;
    return accepted;
  }

  #inBudget(flagKey: string, context: EvaluationContext): Answered {
    const { clock, stepBudget, degradeFor, tooCostly } = this.#options;
    const until = this.#degradedUntil.get(flagKey);
    if (until !== undefined && until > clock.elapsed()) return this.#degraded(flagKey, context);
    const { evaluator, stepsTaken } = this.snapshot;
    const before = stepsTaken();
    const answer = evaluator.evaluate(flagKey, context, this.#evaluateOptions);
    const steps = stepsTaken() - before;
    if (steps <= stepBudget) return answer;
    this.#degradedUntil.set(flagKey, clock.elapsed() + degradeFor);
    tooCostly(flagKey, steps);
    return this.#degraded(flagKey, context);
  }

  #degraded(flagKey: string, context: EvaluationContext): Answered {
    return { ...this.snapshot.simpler!.evaluate(flagKey, context, this.#evaluateOptions), degraded: true };
  }

  #invalid(flagKey: string, type: ValueType | undefined): Answered {
    const flag = this.snapshot.flags.get(flagKey);
    if (flag === undefined) return failure(flagKey, undefined, 'FLAG_NOT_FOUND', `no flag is called "${flagKey}"`);
    const { variant, value } = flag.onFailure;
    const isOfType = type === undefined || typeof value === type;
    const answer = failure(flagKey, isOfType ? { name: variant, value } : undefined, 'GENERAL', this.#contexts.problem);
    return { ...answer, errorCode: 'INVALID_CONTEXT' };
  }
}
