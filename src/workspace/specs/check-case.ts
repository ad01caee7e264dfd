import { didYouMean } from '../../diagnostic/suggest.ts';
import type { Evaluation, EvaluationContext } from '../../evaluate/evaluation.ts';
import { canonicalText } from '../../meaning/canonical.ts';
import type { Expectation } from '../../schema/generated/files.ts';
import type { Failure, TestSubject } from './tested-case.ts';

/** Evaluates a flag for one context and holds the result against what is expected; it is explained if it differs. */
export function checkCase(
  subject: TestSubject,
  context: EvaluationContext,
  expect: Expectation,
): { readonly failures: readonly Failure[]; readonly evaluation: Evaluation } {
  const { evaluator, flag, now } = subject;
  const evaluation = evaluator.evaluate(flag, context, { now });
  const failures = fields.flatMap((field) => {
    const expected = expect[field];
    if (expected === undefined || isSame(expected, evaluation[field])) return [];
    return [failureOf(subject, field, expected, evaluation[field])];
  });
  if (failures.length === 0) return { failures, evaluation };
  return { failures, evaluation: evaluator.evaluate(flag, context, { now, trace: true }) };
}

const fields = ['variant', 'value', 'reason', 'rule'] as const;

function isSame(expected: unknown, received: unknown): boolean {
  return expected === received || (received !== undefined && canonicalText(expected) === canonicalText(received));
}

function failureOf(
  { file, flag, variants, rules, span }: TestSubject,
  field: (typeof fields)[number],
  expected: unknown,
  received: unknown,
): Failure {
  // Values as JSON: the text "false" is not the boolean.
  const shown = (value: unknown): string => (field === 'value' ? JSON.stringify(value) : String(value));
  const nothing = field === 'rule' ? 'no rule' : 'nothing';
  const got = received === undefined ? nothing : shown(received);
  const known = { variant: variants, rule: rules }[field as string];
  const isUnknown = known !== undefined && !known.includes(expected as string);
  const unknown = isUnknown ? `; ${flag} has no ${field} "${String(expected)}"` : '';
  return {
    file,
    span: span([field]),
    field,
    message: `expected ${field} ${shown(expected)}, got ${got}${unknown}`,
    label: `got ${got}`,
    help: isUnknown ? (didYouMean(String(expected), known) ?? `it has ${known.join(', ') || 'none'}`) : undefined,
    expected,
    received,
  };
}
