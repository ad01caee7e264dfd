import type { AttributeReader } from './attribute.ts';
import { attributeReader } from './attribute.ts';
import type { AttributeTest, Condition } from './definition.ts';
import { DefinitionError } from './definition.ts';
import type { EvaluationContext } from './evaluation.ts';
import type { ValueTest } from './operators.ts';
import { compileValueTest } from './operators.ts';

/**
 * A compiled condition is a decision graph: each test knows what to ask next for either answer, and `YES` and `NO`
 * end it. So `all`, `any` and `not` cost nothing to evaluate, and no depth of nesting needs a deep stack.
 */
export type ConditionDecision = AttributeDecision | SegmentDecision | Verdict;

interface AttributeDecision {
  readonly kind: 'attribute';
  readonly read: AttributeReader;
  readonly test: ValueTest;
  readonly yes: ConditionDecision;
  readonly no: ConditionDecision;
}

interface SegmentDecision {
  readonly kind: 'segment';
  readonly segment: CompiledSegment;
  readonly yes: ConditionDecision;
  readonly no: ConditionDecision;
}

interface Verdict {
  readonly kind: 'verdict';
  readonly holds: boolean;
}

/** A segment to be asked: `when` is there once it was found sound. */
export interface CompiledSegment {
  readonly key: string;
  readonly when: ConditionDecision;
  /** The last call in which it was decided, and whether it held then: so that it is decided once in a call. */
  decidedIn: number;
  held: boolean;
}

const YES: Verdict = { kind: 'verdict', holds: true };
export const NO: Verdict = { kind: 'verdict', holds: false };

/** Whom a call is for. */
export interface ConditionScope {
  readonly context: EvaluationContext;
  /** A number of its own for each call of the process. */
  readonly call: number;
}

/** A list whose parts are still to be compiled, the last one first: each part needs to know where it leads. */
interface Pending {
  readonly parts: readonly Condition[];
  readonly isAll: boolean;
  readonly yes: ConditionDecision;
  readonly no: ConditionDecision;
  left: number;
}

/**
 * Compiles a condition. `link` gives the segment of a key.
 * @throws DefinitionError if the condition is not well formed; and whatever `link` throws
 */
export function compileCondition(condition: Condition, link: (key: string) => CompiledSegment): ConditionDecision {
  const pending: Pending[] = [];
  let current = condition;
  let yes: ConditionDecision = YES;
  let no: ConditionDecision = NO;
  for (;;) {
    let entry: ConditionDecision;
    if (typeof current !== 'object' || current === null) {
      throw new DefinitionError('a condition is not a mapping');
    } else if ('not' in current) {
      [yes, no] = [no, yes];
      current = current.not;
      continue;
    } else if ('all' in current || 'any' in current) {
      const isAll = 'all' in current;
      const parts = 'all' in current ? current.all : current.any;
      if (!Array.isArray(parts)) throw new DefinitionError('the conditions of all and any are not a list');
      pending.push({ parts, isAll, yes, no, left: parts.length });
      entry = isAll ? yes : no; // of the empty list, and behind the last part
    } else if ('segment' in current) {
      entry = { kind: 'segment', segment: link(current.segment), yes, no };
    } else {
      entry = compileAttributeTest(current, yes, no);
    }
    let list = pending.at(-1);
    while (list !== undefined && list.left === 0) {
      pending.pop();
      list = pending.at(-1);
    }
    if (list === undefined) return entry;
    current = list.parts[--list.left]!;
    yes = list.isAll ? entry : list.yes;
    no = list.isAll ? list.no : entry;
  }
}

function compileAttributeTest(test: AttributeTest, yes: ConditionDecision, no: ConditionDecision): AttributeDecision {
  if (typeof test.attribute !== 'string') throw new DefinitionError('a condition tests nothing');
  return { kind: 'attribute', read: attributeReader(test.attribute), test: compileValueTest(test), yes, no };
}

/** Whether a compiled condition holds. A segment is decided once a call. */
export function holds(condition: ConditionDecision, scope: ConditionScope): boolean {
  const { context, call } = scope;
  let asking: SegmentDecision[] | undefined; // the segments within segments that are being asked
  let at = condition;
  for (;;) {
    if (at.kind === 'attribute') {
      at = at.test(at.read(context)) ? at.yes : at.no;
    } else if (at.kind === 'segment') {
      const { segment } = at;
      if (segment.decidedIn === call) {
        at = segment.held ? at.yes : at.no;
      } else {
        (asking ??= []).push(at);
        at = segment.when;
      }
    } else {
      const asked = asking?.pop();
      if (asked === undefined) return at.holds;
      asked.segment.decidedIn = call;
      asked.segment.held = at.holds;
      at = at.holds ? asked.yes : asked.no;
    }
  }
}
