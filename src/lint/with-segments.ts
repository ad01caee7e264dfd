import type { Budget } from '../conditions/budget.ts';
import { FormulaReader } from '../conditions/formula.ts';
import { SegmentInliner } from '../conditions/inline-segments.ts';
import { tautologies } from '../conditions/reach.ts';
import { isSatisfiable } from '../conditions/satisfiable.ts';
import type { Condition, SegmentDefinition } from '../evaluate/definition.ts';
import { eachPart } from '../model/condition-parts.ts';
import type { Flag } from '../model/flag.ts';
import type { Project } from '../project/project.ts';
import { acceptDocument, validateDocument } from '../schema/validate.ts';
import type { FlagFile } from '../schema/generated/files.ts';
import { SketchSuspects } from './sketch-suspects.ts';
import { writtenConditions, writtenRules, type WrittenCondition, type WrittenRules } from './targeting.ts';
import { unreadFiles } from './unread.ts';

/** What a rule that looks into segments says of one file with their help. */
export interface FileWithSegments {
  readonly file: string;
  readonly bucketBy: string | readonly string[] | undefined;
  /** The rules of the environments of a flag in which one uses a segment. */
  readonly rules: readonly WrittenRules[];
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
  return problems.length === 0 || (!unreadFiles(project).has(file) && !problems.some(({ rule }) => unsound.has(rule)));
}

/** How much may be spent on segments by themselves. */
const workOnSegments = 1_000_000;

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
    const budget: Budget = { left: workOnSegments };
    known = new Map([...valid].filter(([, { when }]) => isSatisfiable([reader.read(when)], budget)));
    made.set(project, known);
  }
  return known;
}

/**
 * The segments that use segments, and the flags of which the rules may be wrong together with theirs: as few are, these
 * are read again.
 */
export async function readFilesWithSegments(project: Project): Promise<readonly FileWithSegments[]> {
  const found: FileWithSegments[] = [];
  for (const { file, when, segments } of project.segments.values()) {
    if (segments.length === 0 || !isSound(project, file)) continue;
    found.push({ file, bucketBy: undefined, rules: [], conditions: [{ condition: when as Condition }] });
  }
  const inliner = new SegmentInliner(segmentsToLookInto(project));
  const suspects = new SketchSuspects(inliner, tautologies({ left: workOnSegments }));
  for (const flag of project.flags.values()) {
    if (!flag.sketch?.some((sketch) => suspects.isSuspect(sketch)) || !isSound(project, flag.file)) continue;
    const read = await readFlagWithSegments(project, flag);
    if (read) found.push(read);
  }
  return found;
}

async function readFlagWithSegments(project: Project, { file }: Flag): Promise<FileWithSegments | undefined> {
  const known = project.findings?.recall(file, 'segment-rules') as FileWithSegments | undefined;
  if (known) return known;
  const document = await project.document(file);
  // It may have been changed since its record was made.
  if (document.problems.some(({ rule }) => rule === 'yaml-syntax')) return undefined;
  if (!(acceptDocument('flag', document) ?? (await validateDocument('flag', document))).sound) return undefined;
  const { bucketBy } = document.value as FlagFile;
  const rules = writtenRules(document).filter((one) => one.rules.some(({ when }) => usesSegment(when)));
  const conditions = writtenConditions(document).filter(({ condition }) => usesSegment(condition));
  const read: FileWithSegments = { file, bucketBy, rules, conditions };
  project.findings?.keep(file, 'segment-rules', read);
  return read;
}
