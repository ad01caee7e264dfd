import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  grid,
  gridBucketBy,
  gridConditions,
  gridRules,
  gridSegments,
  reachedRule,
  type GridRule,
} from '../../test/support/condition-grid.ts';
import type { SegmentDefinition } from '../evaluate/definition.ts';
import type { TargetingRule } from '../schema/generated/files.ts';
import { contradictions, isSuspect } from './contradictions.ts';
import { always, bucketable, FormulaReader, negate, type Formula } from './formula.ts';
import { unreachableRules } from './reach.ts';
import { satisfiable } from './satisfiable.ts';
import { testsOf } from './tests-of.ts';

const work = 1_000_000;
/**
 * Counted over all tests, and printed, so that a change shows. `missed`: not decided, whatever the grid shows;
 * `beyondGrid`: possible, as the context given proves, but for none of the grid's; `broken`: cannot be evaluated.
 */
const counts = { possible: 0, impossible: 0, missed: 0, beyondGrid: 0, broken: 0 };
const lint = { unreachable: 0, unreachableMissed: 0, contradictory: 0, contradictoryMissed: 0 };

type Segments = ReadonlyMap<string, SegmentDefinition>;

const whomOf = ({ when, serve }: GridRule, reader: FormulaReader): Formula => {
  const whom = when === undefined ? always : reader.read(when);
  return typeof serve === 'string'
    ? whom
    : { kind: 'all', parts: [whom, { kind: 'any', parts: gridBucketBy.map(bucketable) }] };
};

/** Compares the verdict on each rule with what happens to of every context of the grid. */
function compare(rules: readonly GridRule[], segments: Segments): void {
  const reached = reachedRule(rules, segments);
  if (reached({}) === undefined) {
    counts.broken++;
    return;
  }
  const tests = rules.flatMap(({ when }) => testsOf(when, segments));
  const found = new Set<number | undefined>();
  for (const context of grid(tests)) found.add(reached(context));
  const reader = new FormulaReader(segments);
  const formulas = rules.map((rule) => whomOf(rule, reader));
  formulas.forEach((whom, index) => {
    const said = satisfiable([whom, ...formulas.slice(0, index).map(negate)], { left: work });
    if (said.answer === 'yes') expect(reached(said.witness.context)).toBe(index);
    if (said.answer === 'no') expect(found.has(index)).toBe(false);
    counts[said.answer === 'yes' ? 'possible' : said.answer === 'no' ? 'impossible' : 'missed']++;
    if (said.answer === 'yes' && !found.has(index)) counts.beyondGrid++;
  });
}

it('never says of a condition what a context disproves', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(gridConditions, gridConditions, gridSegments, (a, b, segments) => {
      compare([{ when: { all: [a, b] }, serve: 'on' }], segments);
    }),
    { numRuns: 3000, seed: 1 },
  );
});

it('never says of a rule what a context disproves', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(gridRules, gridSegments, (rules, segments) => compare(rules, segments)),
    { numRuns: 1500, seed: 1 },
  );
});

/** Lint looks at one file, so it knows no segments, and takes empty lists for lists to be filled. */
const isForLint = (rules: readonly GridRule[]): boolean => !/"segment"|\[\]/.test(JSON.stringify(rules));

it('lets lint call no rule unreachable that a context reaches', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(gridRules.filter(isForLint), (rules) => {
      const named = rules.map((rule, index) => ({ name: String(index), ...rule }));
      const said = unreachableRules(named as TargetingRule[], gridBucketBy, { left: work }).map(({ rule }) => rule);
      const reached = reachedRule(rules, new Map());
      const tests = rules.flatMap(({ when }) => testsOf(when, new Map()));
      for (const context of grid(tests)) expect(said).not.toContain(reached(context));
      const formulas = rules.map((rule) => whomOf(rule, new FormulaReader()));
      const possible = (all: readonly Formula[]): boolean => satisfiable(all, { left: work }).answer === 'yes';
      formulas.forEach((whom, index) => {
        if (possible([whom, ...formulas.slice(0, index).map(negate)]) || !possible([whom])) return;
        lint[said.includes(index) ? 'unreachable' : 'unreachableMissed']++;
      });
    }),
    { numRuns: 1500, seed: 1 },
  );
});

it('lets lint call no condition contradictory that a context satisfies', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(gridConditions, gridConditions, (a, b) => {
      const when = { all: [a, b] };
      if (!isForLint([{ when, serve: 'on' }])) return;
      const found = isSuspect(when) ? contradictions(when, [], { left: work }) : [];
      const parts = found.map(({ condition, others }) => ({ all: [...others.map((one) => one.condition), condition] }));
      for (const context of grid(testsOf(when, new Map()))) {
        for (const part of parts) expect(reachedRule([{ when: part, serve: 'on' }], new Map())(context)).toBe(-1);
      }
      if (satisfiable([new FormulaReader().read(when)], { left: work }).answer !== 'no') return;
      lint[found.length > 0 ? 'contradictory' : 'contradictoryMissed']++;
    }),
    { numRuns: 1500, seed: 1 },
  );
});

it('decides nearly all', () => {
  process.stdout.write(`conditions: ${JSON.stringify({ ...counts, ...lint })}\n`);
  const shareOf = (missed: number, found: number): number => missed / (missed + found);
  expect(counts.possible + counts.impossible).toBeGreaterThan(3000);
  expect(lint.unreachable + lint.contradictory).toBeGreaterThan(500);
  expect(shareOf(counts.missed, counts.possible + counts.impossible)).toBeLessThan(0.001);
  expect(shareOf(lint.unreachableMissed, lint.unreachable)).toBeLessThan(0.001);
  expect(shareOf(lint.contradictoryMissed, lint.contradictory)).toBeLessThan(0.001);
});
