import { failure } from './answer.ts';
import type { CompiledFlag, CompileOptions } from './compile-flag.ts';
import { compileFlag } from './compile-flag.ts';
import type { Scope } from './decide.ts';
import { decide, isMet, failureMessage } from './decide.ts';
import type { FlagDefinition, SegmentDefinition } from './definition.ts';
import type { Evaluation, EvaluationContext, TraceStep, ValueType } from './evaluation.ts';
import { traceFlag } from './trace.ts';

export interface EvaluateOptions {
  /** The instant that schedules are held against. */
  readonly now: Date | number;
  /** Whether to explain the result step by step. */
  readonly trace?: boolean | undefined;
  /** The type that the caller asks for; another one is a TYPE_MISMATCH. */
  readonly type?: ValueType | undefined;
}

/** Stands for the result of a flag that is being decided. */
const PENDING = failure('', undefined, 'GENERAL', 'pending');
let calls = 0;
const NOBODY: EvaluationContext = Object.freeze({});

/** The flags of one environment, ready to be evaluated. Made by `compileFlags`. */
export class Evaluator {
  readonly #definitions: ReadonlyMap<string, FlagDefinition>;
  readonly #segments: ReadonlyMap<string, SegmentDefinition>;
  readonly #options: CompileOptions;
  readonly #compiled = new Map<string, CompiledFlag>();

  constructor(
    definitions: ReadonlyMap<string, FlagDefinition>,
    segments: ReadonlyMap<string, SegmentDefinition>,
    options: CompileOptions,
  ) {
    this.#definitions = definitions;
    this.#segments = segments;
    this.#options = options;
  }

  /** The keys of all flags, in the order given. */
  keys(): IterableIterator<string> {
    return this.#definitions.keys();
  }

  /** Compiles every flag now, and says of each that cannot be used why; such a flag gives PARSE_ERROR to everybody. */
  broken(): { readonly key: string; readonly message: string }[] {
    return [...this.keys()].flatMap((key) => {
      const { fixed } = this.#flag(key)!;
      return fixed?.errorCode === undefined ? [] : [{ key, message: fixed.errorMessage ?? '' }];
    });
  }

  /** What the flag gives for the context. Never throws, whatever the context is. */
  evaluate(flagKey: string, context: EvaluationContext | undefined, options: EvaluateOptions): Evaluation {
    let flag: CompiledFlag | undefined;
    try {
      flag = this.#flag(flagKey);
      if (flag === undefined) return this.#missing(flagKey, options);
      const scope = scopeOf(context, options);
      const evaluation = this.#resolve(flag, scope);
      const { type } = options;
      const isOfType = type === undefined || evaluation.value === undefined || typeof evaluation.value === type;
      const result = isOfType ? evaluation : mismatch(evaluation, type);
      return options.trace === true ? explained(result, this.#trace(flag, scope, evaluation)) : result;
    } catch (error) {
      return failure(flagKey, flag?.onFailure, 'GENERAL', failureMessage(error));
    }
  }

  /** What every flag gives for the context, in the order of the flags; each is decided once. Never throws. */
  evaluateAll(context: EvaluationContext | undefined, options: { readonly now: Date | number }): Evaluation[] {
    let scope: Scope;
    try {
      scope = scopeOf(context, options);
    } catch (error) {
      const message = failureMessage(error);
      return [...this.keys()].map((key) => failure(key, this.#flag(key)?.onFailure, 'GENERAL', message));
    }
    scope.results = new Map();
    const evaluations: Evaluation[] = [];
    for (const key of this.keys()) {
      const flag = this.#flag(key)!;
      const evaluation = scope.results.get(key) ?? this.#resolve(flag, scope);
      scope.results.set(key, evaluation);
      evaluations.push(evaluation);
    }
    return evaluations;
  }

  #flag(key: string): CompiledFlag | undefined {
    let flag = this.#compiled.get(key);
    if (flag === undefined) {
      const definition = this.#definitions.get(key);
      if (definition === undefined) return undefined;
      flag = compileFlag(key, definition, this.#options);
      this.#compiled.set(key, flag);
    }
    return flag;
  }

  #resolve(flag: CompiledFlag, scope: Scope): Evaluation {
    return flag.prerequisites.length === 0 ? decide(flag, scope) : this.#resolvePrerequisites(flag, scope);
  }

  /** Decides a flag after its prerequisites, on a stack of its own: chains of prerequisites may be long. */
  #resolvePrerequisites(root: CompiledFlag, scope: Scope): Evaluation {
    const results = (scope.results ??= new Map());
    const path = [{ flag: root, next: 0 }];
    results.set(root.key, PENDING);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { flag } = top;
      const prerequisite = flag.prerequisites[top.next];
      const needed = prerequisite && this.#flag(prerequisite.definition.flag);
      const served = needed && results.get(needed.key);
      if (needed !== undefined && served === undefined) {
        if (needed.prerequisites.length === 0) {
          results.set(needed.key, decide(needed, scope));
        } else {
          results.set(needed.key, PENDING);
          path.push({ flag: needed, next: 0 });
        }
      } else if (served === PENDING) {
        const cycle = path.splice(path.findIndex((entry) => entry.flag === needed)).map((entry) => entry.flag);
        const message = `prerequisites form a cycle: ${describeCycle(cycle.map(({ key }) => key))}`;
        for (const { key, onFailure } of cycle) results.set(key, failure(key, onFailure, 'PARSE_ERROR', message));
      } else if (prerequisite !== undefined && isMet(prerequisite, needed, served)) {
        top.next++;
      } else {
        results.set(flag.key, prerequisite === undefined ? decide(flag, scope) : prerequisite.unmet);
        path.pop();
      }
    }
    return results.get(root.key)!;
  }

  #missing(flagKey: string, { trace }: EvaluateOptions): Evaluation {
    const result = failure(flagKey, undefined, 'FLAG_NOT_FOUND', `no flag is called "${flagKey}"`);
    return trace === true ? explained(result, []) : result;
  }

  #trace(flag: CompiledFlag, scope: Scope, evaluation: Evaluation): readonly TraceStep[] {
    return traceFlag(flag, scope, evaluation, {
      environment: this.#options.environment,
      segments: this.#segments,
      flag: (key) => this.#flag(key),
    });
  }
}

/** The result with the steps to it; an error is the last of them. */
function explained(result: Evaluation, steps: readonly TraceStep[]): Evaluation {
  const { errorCode, errorMessage = '' } = result;
  const error: TraceStep[] =
    errorCode === undefined ? [] : [{ step: 'error', detail: errorMessage, result: errorCode }];
  return Object.freeze({ ...result, trace: [...steps, ...error] });
}

function mismatch({ flagKey, value }: Evaluation, type: ValueType): Evaluation {
  return failure(flagKey, undefined, 'TYPE_MISMATCH', `the value is a ${typeof value}, not a ${type}`);
}

function scopeOf(context: unknown, { now }: { readonly now: Date | number }): Scope {
  return {
    context: typeof context === 'object' && context !== null ? (context as EvaluationContext) : NOBODY,
    now: typeof now === 'number' ? now : now.getTime(),
    call: ++calls,
    results: undefined,
  };
}

/** `a → b → a`, the same whichever flag of the cycle was asked for; the middle of a long one is left out. */
function describeCycle(keys: readonly string[]): string {
  let first = 0;
  for (let i = 1; i < keys.length; i++) if (keys[i]! < keys[first]!) first = i;
  const turned = [...keys.slice(first), ...keys.slice(0, first)];
  const shown = turned.length > 8 ? [...turned.slice(0, 4), `… ${turned.length - 4} more …`] : turned;
  return [...shown, turned[0]].join(' → ');
}
