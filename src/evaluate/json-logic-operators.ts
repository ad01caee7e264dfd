import { LogicEngine, splitPathMemoized } from 'json-logic-engine';
import { flagdOperators } from './flagd-operators.ts';
import type { StepBudget } from './json-logic-budget.ts';

/** An operator as the engine wants it. A lazy one gets its arguments as written, and runs them itself. */
interface Method {
  readonly method: (args: unknown, data: unknown, above: unknown, engine: LogicEngine) => unknown;
  readonly lazy?: boolean;
  readonly optimizeUnary?: boolean;
}

type EngineMethod = Method | (Method['method'] & { readonly optimizeUnary?: boolean });

/** Lazy operators that run each of their arguments at most once. */
const BRANCHES = ['if', '?:', 'and', 'or', '==', '===', '!=', '!==', '<', '<=', '>', '>='];
const COMPUTATIONS = ['+', '-', '*', '/', '%', 'min', 'max', 'in', 'cat', 'substr', 'merge'];

const standard = new LogicEngine().methods as Record<string, EngineMethod>;

/** The operators of flagd's dialect, by name, without those that the engine has beyond it. They spend of a budget. */
export function jsonLogicMethods(budget: StepBudget): Readonly<Record<string, unknown>> {
  const methods: Record<string, unknown> = Object.create(null);
  for (const name of BRANCHES) methods[name] = standard[name];
  for (const name of COMPUTATIONS) methods[name] = counted(standard[name]!, budget);
  for (const [name, operator] of Object.entries(flagdOperators)) methods[name] = counted(operator, budget);
  for (const [name, read] of Object.entries({ var: readVariable, missing, missing_some: missingSome })) {
    methods[name] = counted(read, budget);
  }
  methods['!'] = { lazy: true, method: (...call) => !isTrue(...call) } satisfies Method;
  methods['!!'] = { lazy: true, method: isTrue } satisfies Method;
  for (const [name, method] of Object.entries(loops(budget))) methods[name] = { method, lazy: true } satisfies Method;
  return methods;
}

/** The same operator; what it looks at is counted first. */
function counted(operator: EngineMethod, budget: StepBudget): Method {
  const call = typeof operator === 'function' ? operator : operator.method;
  const { optimizeUnary = false } = operator;
  return {
    optimizeUnary,
    method: (args, data, above, engine) => {
      budget.spendOn(args);
      return call(args, data, above, engine);
    },
  };
}

/** Whether the one argument is true. It may be without a list, and then be computed to be one. */
function isTrue(args: unknown, data: unknown, _: unknown, engine: LogicEngine): boolean {
  return Boolean(engine.truthy(engine.run(Array.isArray(args) ? args[0] : args, data)));
}

/** `var: [name, default?]`: an attribute, or all of the data if the name is empty. */
function readVariable(args: unknown, data: unknown): unknown {
  const [name, otherwise = null] = Array.isArray(args) ? (args as readonly unknown[]) : [args];
  if (name === undefined || name === null || name === '') return data;
  return valueAt(data, name) ?? otherwise;
}

/** `missing: [name, …]`: those of the attributes that are not there. */
function missing(args: unknown, data: unknown): readonly unknown[] {
  const names = Array.isArray(args) ? (args as readonly unknown[]) : [args];
  return names.filter((name) => valueAt(data, name) === undefined);
}

/** `missing_some: [count, [name, …]]`: nothing if at least so many are there, else those that are not. */
function missingSome(args: unknown, data: unknown): readonly unknown[] {
  const [count, names] = args as readonly unknown[];
  if (!Array.isArray(names)) throw new Error('missing_some needs a list of names');
  const absent = missing(names, data);
  return names.length - absent.length >= Number(count) ? [] : absent;
}

/** Walks into own properties of objects and items of lists; nothing if the way ends before the path does. */
function valueAt(data: unknown, path: unknown): unknown {
  if (typeof path !== 'string' && typeof path !== 'number') throw new Error('the name of an attribute is not text');
  let value = data;
  for (const part of splitPathMemoized(String(path))) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    if (Array.isArray(value) && part === 'length') return undefined;
    value = (value as Record<string, unknown>)[part];
  }
  return value;
}

/** What runs logic for each item of a list. Each run is counted by the size of that logic. */
function loops(budget: StepBudget): Readonly<Record<string, Method['method']>> {
  type Loop = (list: readonly unknown[], run: (data: unknown) => unknown, engine: LogicEngine) => unknown;
  const over =
    (loop: Loop): Method['method'] =>
    (args, data, _, engine) => {
      const [selector, logic] = argumentsOf(args);
      const list = listOf(engine.run(selector, data));
      const size = budget.sizeOf(logic);
      const run = (item: unknown): unknown => {
        budget.spend(size);
        return engine.run(logic, item);
      };
      return loop(list, run, engine);
    };
  return {
    map: over((list, run) => list.map(run)),
    filter: over((list, run, engine) => list.filter((item) => engine.truthy(run(item)))),
    all: over((list, run, engine) => list.length > 0 && list.every((item) => engine.truthy(run(item)))),
    some: over((list, run, engine) => list.some((item) => engine.truthy(run(item)))),
    none: over((list, run, engine) => !list.some((item) => engine.truthy(run(item)))),
    reduce: (args, data, _, engine) => {
      const [selector, logic, initial] = argumentsOf(args);
      const size = budget.sizeOf(logic);
      let accumulator: unknown = initial === undefined ? null : engine.run(initial, data);
      for (const current of listOf(engine.run(selector, data))) {
        budget.spend(size);
        accumulator = engine.run(logic, { current, accumulator });
        budget.spendOn([accumulator]);
      }
      return accumulator;
    },
  };
}

function argumentsOf(args: unknown): readonly unknown[] {
  if (!Array.isArray(args) || args.length < 2) throw new Error('a loop needs a list and what is done with its items');
  return args as readonly unknown[];
}

/** Null counts as an empty list, as in JsonLogic. */
function listOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (value === null || value === undefined) return [];
  throw new Error('a loop goes over a list only');
}
