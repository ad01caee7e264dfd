import { attributeReader } from './attribute.ts';
import type { AttributeTest, Condition, SegmentDefinition } from './definition.ts';
import { describeCondition, describeValue } from './describe.ts';
import type { ClauseTrace, EvaluationContext } from './evaluation.ts';
import { compileValueTest, instantOf, operatorOf } from './operators.ts';

/** Deeper than this, what became of a condition is told, and why, but no longer its parts. */
const MAX_DEPTH = 16;

/** What explanations of one call share. */
export interface ExplainScope {
  readonly context: EvaluationContext;
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
  /** The segments explained so far: each is explained in full once. */
  readonly explained: Map<string, ClauseTrace>;
}

interface Frame {
  readonly condition: Condition;
  readonly parts: readonly Condition[];
  readonly clauses: ClauseTrace[];
}

/**
 * Explains what becomes of a condition that compiles, with the outcome of every part, also of those that did not matter.
 * Its verdict is that of `holds`. Works on a stack of its own, as conditions may be nested deeply.
 */
export function explainCondition(condition: Condition, scope: ExplainScope): ClauseTrace {
  const path: Frame[] = [];
  let current = condition;
  for (;;) {
    let done: ClauseTrace;
    const known = 'segment' in current ? scope.explained.get(current.segment) : undefined;
    const parts = known === undefined ? partsOf(current, scope.segments) : undefined;
    if (known !== undefined) {
      done = { text: known.text, holds: known.holds, why: known.why };
    } else if (parts === undefined) {
      done = explainTest(current as AttributeTest, scope.context);
    } else if (parts.length > 0) {
      path.push({ condition: current, parts, clauses: [] });
      current = parts[0]!;
      continue;
    } else {
      done = conclude({ condition: current, parts, clauses: [] }, 0);
    }
    for (;;) {
      const frame = path.at(-1);
      if (frame === undefined) return done;
      frame.clauses.push(done);
      const next = frame.parts[frame.clauses.length];
      if (next !== undefined) {
        current = next;
        break;
      }
      path.pop();
      done = conclude(frame, path.length);
      if ('segment' in frame.condition) scope.explained.set(frame.condition.segment, done);
    }
  }
}

/** The conditions that another one is made of; nothing for an attribute test. */
function partsOf(
  condition: Condition,
  segments: ReadonlyMap<string, SegmentDefinition>,
): readonly Condition[] | undefined {
  if ('not' in condition) return [condition.not];
  if ('all' in condition) return condition.all;
  if ('any' in condition) return condition.any;
  if ('segment' in condition) return [segments.get(condition.segment)!.when];
  return undefined;
}

/** The outcome of a condition from those of its parts. */
function conclude({ condition, clauses }: Frame, depth: number): ClauseTrace {
  const text = describeCondition(condition);
  const shown = depth < MAX_DEPTH ? clauses : undefined;
  const failed = clauses.find((clause) => !clause.holds);
  if ('not' in condition) {
    const [inner] = clauses;
    return { text, holds: !inner!.holds, why: inner!.holds ? `${inner!.text} holds` : undefined, clauses: shown };
  }
  if (!('any' in condition)) return { text, holds: failed === undefined, why: failed?.why, clauses: shown };
  const holds = clauses.some((clause) => clause.holds);
  const why = clauses.length === 1 ? failed?.why : 'none of them holds';
  return { text, holds, why: holds ? undefined : why, clauses: shown };
}

function explainTest(test: AttributeTest, context: EvaluationContext): ClauseTrace {
  const text = describeCondition(test);
  let value: unknown;
  try {
    value = attributeReader(test.attribute)(context);
    if (compileValueTest(test)(value)) return { text, holds: true };
  } catch {
    return { text, holds: false, why: `${test.attribute} cannot be read` };
  }
  if (value === undefined) return { text, holds: false, why: `${test.attribute} is absent` };
  const operator = operatorOf(test);
  if ((operator === 'before' || operator === 'after') && instantOf(value) === undefined) {
    return { text, holds: false, why: `${test.attribute} is ${describeValue(value)}, which is not a date` };
  }
  if (operator === 'exists') return { text, holds: false, why: `${test.attribute} is there` };
  return { text, holds: false, why: `${test.attribute} is ${describeKindOrValue(test, value)}` };
}

/** A value of the right kind is shown; of a wrong one its kind is what matters. */
function describeKindOrValue(test: AttributeTest, value: unknown): string {
  const operand = test[operatorOf(test)];
  const wanted: unknown = Array.isArray(operand) ? (operand[0] ?? value) : operand;
  return typeof value === typeof wanted || typeof value === 'object'
    ? describeValue(value)
    : `the ${typeof value} ${describeValue(value)}`;
}
