import type { Budget } from '../conditions/budget.ts';
import { FormulaReader } from '../conditions/formula.ts';
import { isSatisfiable } from '../conditions/satisfiable.ts';
import type { Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { eachPart } from '../model/condition-parts.ts';
import type { Project } from '../project/project.ts';
import type { TargetingRule } from '../schema/generated/files.ts';
import { unreadFiles } from './unread.ts';
import type { WrittenCondition } from './targeting.ts';

/** What a rule that looks into segments says of one file with their help. */
export interface FileWithSegments {
  readonly file: string;
  readonly bucketBy: string | readonly string[] | undefined;
  /** The rules of the environments of a flag in which one uses a segment. */
  readonly rules: readonly { readonly environment: string; readonly rules: readonly TargetingRule[] }[];
  /** The conditions that use a segment. */
  readonly conditions: readonly WrittenCondition[];
}

/** Whether a condition uses a segment. */
export function usesSegment(condition: unknown): boolean {
  return !eachPart(condition, ({ segment }) => segment === undefined);
}

/** Of a file that has one of these the conditions are not what their type says. */
const unsound: ReadonlySet<string> = new Set(['wrong-type', 'missing-field', 'invalid-value']);

function isSound(project: Project, file: string): boolean {
  const problems = project.files.get(file)?.problems ?? [];
  return !unreadFiles(project).has(file) && !problems.some(({ rule }) => unsound.has(rule));
}

const made = new WeakMap<Project, ReadonlyMap<string, SegmentDefinition>>();

/** The segments whose files are valid, without those that nobody is in: that is told where they are. */
export function segmentsToLookInto(project: Project): ReadonlyMap<string, SegmentDefinition> {
  let known = made.get(project);
  if (!known) {
    const valid = new Map<string, SegmentDefinition>();
    for (const { key, file, when } of project.segments.values()) {
      if (isSound(project, file)) valid.set(key, { when: when as Condition });
    }
    const reader = new FormulaReader(valid, 'open');
    const budget: Budget = { left: 1_000_000 };
    known = new Map([...valid].filter(([, { when }]) => isSatisfiable([reader.read(when)], budget)));
    made.set(project, known);
  }
  return known;
}

const found = new WeakMap<Project, readonly FileWithSegments[]>();

/** The flags and segments that use segments, in the parts that do. */
export function filesWithSegments(project: Project): readonly FileWithSegments[] {
  let files = found.get(project);
  if (!files) found.set(project, (files = [...findFiles(project)]));
  return files;
}

function* findFiles(project: Project): Generator<FileWithSegments> {
  for (const { file, when, segments } of project.segments.values()) {
    if (segments.length === 0 || !isSound(project, file)) continue;
    yield { file, bucketBy: undefined, rules: [], conditions: [{ condition: when as Condition }] };
  }
  for (const { file, environments, bucketBy } of project.flags.values()) {
    const written = Object.entries(environments).flatMap(([environment, block]) =>
      block.rules ? [{ environment, rules: block.rules }] : [],
    );
    if (written.length === 0 || !isSound(project, file)) continue;
    const rules = written.map((one) => ({ ...one, rules: JSON.parse(one.rules) as readonly TargetingRule[] }));
    const conditions = rules.flatMap((one) =>
      one.rules.flatMap(({ when }, rule) =>
        usesSegment(when) ? [{ condition: when as Condition, environment: one.environment, rule }] : [],
      ),
    );
    yield { file, bucketBy: bucketBy as FileWithSegments['bucketBy'], rules, conditions };
  }
}
