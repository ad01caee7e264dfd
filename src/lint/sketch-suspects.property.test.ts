import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { gridBucketBy, gridRules, gridSegments } from '../../test/support/condition-grid.ts';
import { contradictions } from '../conditions/contradictions.ts';
import { FormulaReader } from '../conditions/formula.ts';
import { SegmentInliner } from '../conditions/inline-segments.ts';
import { tautologies, unreachableRules } from '../conditions/reach.ts';
import { isSatisfiable } from '../conditions/satisfiable.ts';
import type { Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { readFlag } from '../model/flag.ts';
import type { TargetingRule } from '../schema/generated/files.ts';
import { SketchSuspects } from './sketch-suspects.ts';
import { usesSegment } from './with-segments.ts';

const dates = fc.constantFrom(undefined, undefined, '2026-01-01', '2026-06-01');
const enough = { left: 1_000_000 };

/** Segments that somebody is in. */
function populated(segments: ReadonlyMap<string, SegmentDefinition>): ReadonlyMap<string, SegmentDefinition> {
  const reader = new FormulaReader(segments, 'open');
  return new Map([...segments].filter(([, { when }]) => isSatisfiable([reader.read(when)], { ...enough })));
}

it('passes over no rules of which one is never reached or contradicts itself', { timeout: 120_000 }, () => {
  const counts = { unreachable: 0, contradictory: 0, suspect: 0, spared: 0 };
  fc.assert(
    fc.property(gridRules, gridSegments, fc.infiniteStream(dates), (drawn, drawnSegments, schedule) => {
      const rules = drawn.map((rule, index) => {
        const [{ value: from }, { value: until }] = [schedule.next(), schedule.next()];
        return { name: String(index), ...rule, ...(from && { from }), ...(until && { until }) };
      }) as unknown as readonly TargetingRule[];
      if (!rules.some(({ when }) => usesSegment(when))) return;
      const segments = populated(drawnSegments);
      const inliner = new SegmentInliner(segments);
      const suspects = new SketchSuspects(inliner, tautologies({ ...enough }));
      const { sketch } = readFlag('', '', { bucketBy: gridBucketBy, environments: { live: { enabled: true, rules } } });
      const isSuspect = suspects.isSuspect(sketch![0]!);
      const inlined = rules.map((rule) =>
        rule.when === undefined ? rule : { ...rule, when: inliner.inline(rule.when as Condition) },
      );
      const hidden = unreachableRules(inlined as readonly TargetingRule[], gridBucketBy, { ...enough });
      const reader = new FormulaReader(segments, 'open');
      const wrong = rules.filter(
        ({ when }) => usesSegment(when) && contradictions(when as Condition, [], { ...enough }, reader).length > 0,
      );
      if (hidden.length > 0) counts.unreachable++;
      if (wrong.length > 0) counts.contradictory++;
      if (hidden.length + wrong.length > 0) expect(isSuspect).toBe(true);
      else counts[isSuspect ? 'suspect' : 'spared']++;
    }),
    { numRuns: 4000, seed: 1 },
  );
  process.stdout.write(`sketches: ${JSON.stringify(counts)}\n`);
  expect(counts.unreachable).toBeGreaterThan(100);
  expect(counts.contradictory).toBeGreaterThan(100);
  expect(counts.spared).toBeGreaterThan(100);
});
