import type { Bucketing, CompiledFlag, CompiledPrerequisite, CompiledRule, CompiledServing } from './compile-flag.ts';
import type { Scope } from './decide.ts';
import { applies, isMet } from './decide.ts';
import type { SegmentDefinition } from './definition.ts';
import { describeCondition, describeServing } from './describe.ts';
import type { ClauseTrace, Evaluation, TraceStep } from './evaluation.ts';
import type { ExplainScope } from './explain.ts';
import { explainCondition } from './explain.ts';
import { bucketFor, choiceAt } from './split.ts';

/** What a trace needs to know of the other definitions. */
export interface TraceSources {
  readonly environment: string;
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
  readonly flag: (key: string) => CompiledFlag | undefined;
}

/**
 * The steps that led to an evaluation. They are made afterwards, from what the evaluation left in `scope`, so that an
 * evaluation without a trace pays nothing for it. A context that cannot be read twice gives the steps up to there.
 */
export function traceFlag(
  flag: CompiledFlag,
  scope: Scope,
  evaluation: Evaluation,
  sources: TraceSources,
): readonly TraceStep[] {
  const steps: TraceStep[] = [];
  try {
    if (flag.fixed?.reason !== 'ERROR') traceSteps(flag, scope, evaluation, sources, steps);
  } catch {
    // The evaluation is kept; it says itself what could not be read.
  }
  return steps;
}

function traceSteps(
  flag: CompiledFlag,
  scope: Scope,
  evaluation: Evaluation,
  { environment, segments, flag: flagOf }: TraceSources,
  steps: TraceStep[],
): void {
  const isDisabled = flag.fixed !== undefined;
  steps.push({ step: 'enabled', detail: environment, result: isDisabled ? 'no' : 'yes' });
  if (isDisabled) return;
  for (const prerequisite of flag.prerequisites) {
    const step = tracePrerequisite(prerequisite, flagOf, scope);
    steps.push(step);
    if (step.result === 'unmet') return;
  }
  const explain: ExplainScope = { context: scope.context, segments, explained: new Map() };
  for (const rule of flag.rules) {
    const step = traceRule(rule, flag.bucketing, scope, explain);
    steps.push(step);
    if (step.result === 'yes') return;
  }
  if (flag.targeting !== undefined) {
    const failed = evaluation.reason === 'ERROR';
    const matched = evaluation.reason === 'TARGETING_MATCH';
    const result = failed ? 'error' : matched ? evaluation.variant! : 'no';
    steps.push({ step: 'targeting', detail: 'JsonLogic', result });
    if (failed || matched) return;
  }
  const { served, ...why } = traceServing(flag.otherwise!, flag.bucketing, scope);
  const result = (served ?? flag.unbucketed).variant!;
  steps.push({ step: 'otherwise', detail: describeServing(flag.otherwise!.written), result, ...why });
}

function tracePrerequisite(
  prerequisite: CompiledPrerequisite,
  flagOf: (key: string) => CompiledFlag | undefined,
  scope: Scope,
): TraceStep {
  const { flag: name } = prerequisite.definition;
  const needed = flagOf(name);
  const served = scope.results?.get(name);
  const wanted = prerequisite.wanted?.join(' or ');
  const detail = wanted === undefined ? `${name} is not ${needed?.off?.name ?? 'off'}` : `${name} = ${wanted}`;
  if (isMet(prerequisite, needed, served)) return { step: 'prerequisite', name, detail, result: 'ok' };
  let why = `it is ${served?.variant}`;
  if (needed === undefined) why = 'it does not exist';
  else if (served === undefined) why = 'it was not decided';
  else if (served.reason === 'DISABLED') why = 'it is disabled';
  else if (served.errorMessage !== undefined) why = `it fails: ${served.errorMessage}`;
  return { step: 'prerequisite', name, detail, result: 'unmet', why };
}

function traceRule(rule: CompiledRule, bucketing: Bucketing, scope: Scope, explain: ExplainScope): TraceStep {
  const { name, when, from, until } = rule.definition;
  const clause = when === undefined ? undefined : explainCondition(when, explain);
  const clauses = clausesOf(clause);
  const detail = when === undefined ? 'always' : describeCondition(when);
  const step = { step: 'rule', name, detail, clauses } as const;
  if (rule.scheduled && !(scope.now >= rule.from)) return { ...step, result: 'no', why: `it begins ${from}` };
  if (rule.scheduled && !(scope.now < rule.until)) return { ...step, result: 'no', why: `it ended ${until}` };
  if (!applies(rule, scope)) return { ...step, result: 'no', why: clause?.why };
  const { served, why, ...bucket } = traceServing(rule.serving, bucketing, scope);
  if (served === undefined) return { ...step, result: 'no', why };
  return { ...step, result: 'yes', why, serves: describeServing(rule.serving.written), ...bucket };
}

/** The clauses as they are shown: those of an outer `all` or `any` one by one. */
function clausesOf(clause: ClauseTrace | undefined): readonly ClauseTrace[] {
  if (clause === undefined) return [];
  const isList = clause.clauses !== undefined && /^(all|any) of \d+$/.test(clause.text);
  return isList ? clause.clauses! : [clause];
}

function traceServing(
  { split, answer }: CompiledServing,
  { seed, attributes, read }: Bucketing,
  { context }: Scope,
): { served: Evaluation | undefined; why?: string; bucket?: number; total?: number } {
  if (split === undefined) return { served: answer };
  const text = read(context);
  if (text === undefined) {
    const [only = '', ...others] = attributes;
    const several = `none of ${attributes.join(', ')} is a bucketing value`;
    return { served: undefined, why: others.length === 0 ? `${only} is not a bucketing value` : several };
  }
  const { total } = split;
  const bucket = bucketFor(seed, text, total);
  return { served: choiceAt(split, bucket), why: `bucket ${bucket} of ${total}`, bucket, total };
}
