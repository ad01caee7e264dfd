import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { grid, gridBucketBy, gridRules, gridSegments, type GridRule } from '../../../test/support/condition-grid.ts';
import { projectOf } from '../../../test/support/project-of.ts';
import { testsOf } from '../../conditions/tests-of.ts';
import type { FlagDefinition, SegmentDefinition } from '../../evaluate/definition.ts';
import type { EvaluationContext } from '../../evaluate/evaluation.ts';
import { activityAt } from '../../graph/activity.ts';
import { dependencyGraph } from '../../graph/dependency-graph.ts';
import { readFlag } from '../../model/flag.ts';
import { evaluatorOf, type Definitions } from '../../project/definitions.ts';
import type { Side } from '../effects/contexts.ts';
import { exposureSide } from '../effects/exposures.ts';
import { PartialLosses } from './partial-losses.ts';

const now = 0;
/** Keys that are shared out, tried for each context that has a text for one. */
const keys = Array.from({ length: 12 }, (_, at) => `k${at}`);

const blocks = fc.record({ rules: gridRules, otherwise: fc.constantFrom('on', 'off', { off: 1, on: 1 }) });
const wanted = fc.constantFrom(undefined, 'on', 'off');

type Block = typeof blocks extends fc.Arbitrary<infer Value> ? Value : never;
type Needed = string | undefined;

/** alpha, which changes; beta, which needs it and stays; and gamma, which needs beta. */
function flagsOf(alpha: Block, beta: Block, wants: readonly Needed[]): Record<string, FlagDefinition> {
  const block = ({ rules, otherwise }: Block): FlagDefinition['environments'] => ({
    live: { enabled: true, rules: rules.map((rule, index) => ({ name: String(index), ...rule })), otherwise },
  });
  const needs = (flag: string, variant: Needed) => [{ flag, ...(variant !== undefined && { variant }) }];
  const common = { bucketBy: gridBucketBy };
  return {
    alpha: { key: 'alpha', ...common, environments: block(alpha) },
    beta: { key: 'beta', ...common, prerequisites: needs('alpha', wants[0]), environments: block(beta) },
    gamma: { key: 'gamma', prerequisites: needs('beta', wants[1]), environments: { live: true } },
  };
}

function sideOf(flags: Record<string, FlagDefinition>, segments: ReadonlyMap<string, SegmentDefinition>): Side {
  const definitions: Definitions = { flags: new Map(Object.entries(flags)), segments, jsonLogic: undefined };
  const alone = new Map(Object.entries(flags).map(([key, flag]) => [key, { ...flag, prerequisites: undefined }]));
  const bare = evaluatorOf({ ...definitions, flags: alone }, 'live');
  return { ...exposureSide(definitions, 'live'), definitions, environment: 'live', bare };
}

function holds({ evaluator }: Side, flag: FlagDefinition, context: EvaluationContext): boolean {
  const { flag: key, variant: want = 'on' } = flag.prerequisites![0]!;
  const { variant, reason } = evaluator.evaluate(key, context, { now });
  return reason !== 'ERROR' && variant === want;
}

function* contextsFor(rules: readonly GridRule[], segments: ReadonlyMap<string, SegmentDefinition>) {
  for (const context of grid(rules.flatMap(({ when }) => testsOf(when, segments)))) {
    yield context;
    if (typeof context.y === 'string') for (const y of keys) yield { ...context, y };
  }
}

it('never keeps quiet about who loses something, and hardly ever doubts', { timeout: 120_000 }, async () => {
  const counts = { lost: 0, kept: 0, missed: 0, unseen: 0, unmet: 0 };
  await fc.assert(
    fc.asyncProperty(blocks, blocks, blocks, gridSegments, fc.tuple(wanted, wanted), async (was, is, between, segments, wants) => {
      const states = [flagsOf(was, between, wants), flagsOf(is, between, wants)] as const;
      const [before, after] = [sideOf(states[0], segments), sideOf(states[1], segments)];
      const losses = new PartialLosses(async () => [before, after], now);
      const unmet = states.map((flags) => {
        const project = projectOf({ flags });
        const activity = activityAt(dependencyGraph(project), now);
        return (key: string) => !activity.canBeMet(project.flags.get(key)!.prerequisites[0]!, 'live');
      });
      const contexts = [...contextsFor([...was.rules, ...is.rules, ...between.rules], segments)].slice(0, 20_000);
      for (const key of ['beta', 'gamma'] as const) {
        const flag = states[0][key]!;
        const part = await losses.of(readFlag(key, '', flag));
        const seen = { held: false, isHeld: false, lost: false };
        for (const context of contexts) {
          const [held, isHeld] = [holds(before, flag, context), holds(after, flag, context)];
          seen.held ||= held;
          seen.isHeld ||= isHeld;
          seen.lost ||= held && !isHeld;
        }
        if (seen.held) expect(unmet[0]!(key)).toBe(false);
        if (seen.isHeld) expect(unmet[1]!(key)).toBe(false);
        for (const isUnmet of unmet) if (isUnmet(key)) counts.unmet++;
        if (seen.lost) expect(part).toBeDefined();
        // One with an example is real: it was evaluated.
        if (part?.example !== undefined) counts[seen.lost ? 'lost' : 'unseen']++;
        else if (part) counts.missed++;
        else counts.kept++;
      }
    }),
    { numRuns: 200, seed: 1 },
  ); // prettier-ignore
  process.stdout.write(`losses: ${JSON.stringify(counts)}\n`);
  expect(counts.lost).toBeGreaterThan(50);
  expect(counts.kept).toBeGreaterThan(50);
  expect(counts.missed / (counts.lost + counts.kept + counts.unseen + counts.missed)).toBeLessThan(0.001);
});
