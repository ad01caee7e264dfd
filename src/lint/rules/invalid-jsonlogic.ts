import { didYouMean } from '../../diagnostic/suggest.ts';
import { booleanVariants } from '../../model/flag.ts';
import type { FlagFile } from '../../schema/generated/files.ts';
import { inspectLogic, type LogicProblem } from '../jsonlogic/inspect.ts';
import { operators } from '../jsonlogic/operators.ts';
import { fileRule } from '../rule.ts';
import { writtenEnvironments } from '../targeting.ts';

/** More than this many of one file help nobody. */
const maxProblems = 50;

export const invalidJsonlogic = fileRule({
  id: 'invalid-jsonlogic',
  group: 'targeting',
  summary: 'The JsonLogic under `targeting` is not valid.',
  why: 'JsonLogic is not checked before it runs. An operator that does not exist or a result that is not a variant makes the flag fail for those it was meant for: they get its onFailure variant.',
  severity: 'error',
  kinds: ['flag'],
  messages: {
    operator: {
      text: 'JsonLogic has no operator "{operator}"',
      label: 'unknown operator',
      help: 'see jsonlogic.com/operations.html; flagd adds fractional, sem_ver, starts_with and ends_with',
    },
    several: {
      text: 'an expression has one operator, but this one has "{first}" and "{second}"',
      label: 'a second operator',
      help: 'join them: { and: [{ {first}: … }, { {second}: … }] }',
    },
    reference: {
      text: '$ref has no meaning here',
      label: 'the evaluators of flagd are not in this file',
      help: 'make a segment of the evaluator and write rules with when: { segment: {key} }, or write its logic out',
    },
    arity: {
      text: '{operator} takes {wanted}, not {count}',
      label: 'wrong number of arguments',
      help: 'correct the list behind {operator}',
    },
    argument: {
      text: '{operator} needs {wanted}',
      label: 'cannot be used here',
      help: 'correct this argument; as it is, {operator} gives null or fails',
    },
    result: {
      text: 'the targeting gives "{result}", which is not a variant',
      label: 'not a variant of this flag',
      help: 'write one of {variants}, or null for otherwise',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': withTargeting('{ if: [{ equals: [{ var: plan }, pro] }, on, off] }') },
        message: 'operator',
      },
      {
        flags: {
          'fast-search': withTargeting(
            '{ if: [{ "==": [{ var: plan }, pro], in: [{ var: country }, [DE, FR]] }, on, off] }',
          ),
        },
        message: 'several',
      },
      { flags: { 'fast-search': withTargeting('{ if: [{ $ref: employees }, on, off] }') }, message: 'reference' },
      { flags: { 'fast-search': withTargeting('{ if: [{ "==": [{ var: plan }] }, on, off] }') }, message: 'arity' },
      {
        flags: { 'fast-search': withTargeting('{ if: [{ sem_ver: [{ var: appVersion }, "=>", "2.1.0"] }, on, off] }') },
        message: 'argument',
      },
      { flags: { 'fast-search': withTargeting('{ fractional: [[on, 25], [off, "75"]] }') }, message: 'argument' },
      {
        flags: { 'fast-search': withTargeting('{ if: [{ "==": [{ var: plan }, pro] }, onn, off] }') },
        message: 'result',
      },
      {
        flags: { 'fast-search': withTargeting('{ fractional: [{ var: userId }, [on, 25], [of, 75]] }') },
        message: 'result',
      },
    ],
    good: [
      {
        flags: {
          'fast-search': withTargeting(`
      if:
        - and:
            - { ends_with: [{ var: email }, "@example.com"] }
            - { sem_ver: [{ var: appVersion }, ">=", "2.1.0"] }
        - on
        - { fractional: [{ cat: [{ var: $flagd.flagKey }, { var: targetingKey }] }, [on, 25], [off, 75]] }`),
        },
      },
      { flags: { 'fast-search': withTargeting('{ if: [{ in: [{ var: country }, [DE, FR]] }, on, null] }') } },
    ],
  },
  check({ document, report }) {
    let left = maxProblems;
    for (const { name, block } of writtenEnvironments(document)) {
      if (block.targeting === undefined) continue;
      const { variants = defaultVariants } = document.value as FlagFile;
      for (const problem of inspectLogic(block.targeting, ['environments', name, 'targeting'], variants)) {
        if (left-- <= 0) return;
        const { kind, path, part, data } = problem;
        const names = Object.keys(variants);
        report(path, {
          message: kind,
          part,
          data: { ...data, variants: names.join(', ') },
          help: helpFor(problem, names),
        });
      }
    }
  },
});

const defaultVariants = Object.fromEntries(booleanVariants.map((name) => [name, name === 'on']));

function helpFor({ kind, data }: LogicProblem, variants: readonly string[]): string | undefined {
  if (kind === 'operator') return meant[data.operator ?? ''] ?? didYouMean(data.operator ?? '', operators.keys());
  return kind === 'result' ? didYouMean(data.result ?? '', variants) : undefined;
}

/** Operators of other dialects and languages, which are near to none by their letters. */
const meant: Readonly<Record<string, string>> = {
  equals: 'write "=="',
  eq: 'write "=="',
  '=': 'write "=="',
  not: 'write "!"',
  '&&': 'write "and"',
  '||': 'write "or"',
  contains: 'write in: [part, whole]',
  fractionalEvaluation: 'flagd calls it fractional now',
  semver: 'write sem_ver',
  '=>': 'write ">="',
  '=<': 'write "<="',
};

function withTargeting(logic: string): string {
  return `environments:
  production:
    enabled: true
    targeting: ${logic}
    otherwise: off
`;
}
