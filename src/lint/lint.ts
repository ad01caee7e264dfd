import { compareDiagnostics, type Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Inspector } from '../project/file-record.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import { notInBase, surplus } from './baseline.ts';
import { findProblems, rulesById, type FoundProblems, type LintOptions } from './find-problems.ts';
import { fileInspector } from './inspect.ts';
import { resolvePlaces, type Weighed } from './resolve.ts';
import { rules } from './rules/index.ts';
import { suppress } from './suppress.ts';

export interface LintResult {
  /** In the one order. */
  readonly diagnostics: readonly Diagnostic[];
  /** The documents that had to be read to know where the diagnostics are. */
  readonly documents: ReadonlyMap<string, Document>;
  /** The rules that would have run if there were a history to look at. */
  readonly skipped: readonly string[];
}

/** The file rules, to be run while the project of a manifest is loaded. */
export function lintInspector(manifest: Manifest): Inspector {
  return fileInspector(
    rules.filter((rule) => rule.scope === 'file'),
    manifest,
  );
}

/**
 * All that is wrong with a project that was loaded with `lintInspector`. Pure in effect: it reads the files
 * in which there is something to report, and nothing else.
 * @throws UserError if `overrides` names what is not a rule
 */
export async function lintProject(project: Project, options: LintOptions): Promise<LintResult> {
  const found = await findProblems(project, options);
  const { problems, documents, skipped } = found;
  if (options.flag === undefined)
    return { diagnostics: await diagnosticsOf(project, found, problems), documents, skipped };
  const file = project.flags.get(options.flag)?.file;
  const own = problems.filter(({ problem }) => problem.at.file === file);
  const diagnostics = await diagnosticsOf(project, found, own);
  // A suppression elsewhere has nothing to suppress now.
  return { diagnostics: diagnostics.filter((one) => one.file === file), documents, skipped };
}

/**
 * What `notInBase` leaves of the diagnostics of a project and those of its base, without a look at the files that
 * neither suppress anything nor have another problem than at the base.
 */
export async function lintAdded(project: Project, base: Project, options: LintOptions): Promise<LintResult> {
  const [found, before] = [await findProblems(project, options), await findProblems(base, options)];
  const more = new Set(surplus(found.problems, before.problems, identity).map(identity));
  const suppressing = new Set([...filesWithSuppressions(project), ...filesWithSuppressions(base)]);
  const isInDoubt = (one: Weighed): boolean => more.has(identity(one)) || suppressing.has(one.problem.at.file);
  const diagnostics = notInBase(
    await diagnosticsOf(project, found, found.problems.filter(isInDoubt)),
    await diagnosticsOf(base, before, before.problems.filter(isInDoubt)),
  );
  return { diagnostics, documents: found.documents, skipped: found.skipped };
}

function identity({ problem: { rule, at, message } }: Weighed): string {
  return `${rule}\n${at.file}\n${message}`;
}

function filesWithSuppressions({ files }: Project): string[] {
  return [...files.values()].filter(({ suppressions }) => suppressions.length > 0).map(({ file }) => file);
}

/** Finds the places of problems, and takes out what is suppressed. */
async function diagnosticsOf(
  project: Project,
  { weigh, documents, off }: FoundProblems,
  problems: readonly Weighed[],
): Promise<Diagnostic[]> {
  const placed = await resolvePlaces(project, problems, documents);
  const { kept, problems: ofSuppressions } = suppress(project.files.values(), placed, rulesById, off);
  return [...kept, ...(await resolvePlaces(project, weigh(ofSuppressions), documents))].sort(compareDiagnostics);
}
