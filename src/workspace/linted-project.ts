import type { LintOptions } from '../lint/find-problems.ts';
import { lintInspector, lintProject, type LintResult } from '../lint/lint.ts';
import type { FileTree } from '../platform/file-tree.ts';
import { overlay } from '../platform/overlay.ts';
import { loadProject } from '../project/load.ts';
import { projectWith } from '../project/project-with.ts';
import type { Project } from '../project/project.ts';
import { codeUsage } from './code-usage.ts';
import type { Host } from './host.ts';
import { gitTrouble, lintHistory, type FoundHistory } from './lint-history.ts';
import { misnamedFiles, notedListing, type MisnamedFile } from './misnamed-files.ts';
import { projectFolder } from './project-folder.ts';

/**
 * Reads the project of a host. The file rules of lint run along, so that what is kept between runs serves every command.
 * @param tree the host's own, or one that supposes changes to it
 * @param folder where the project is in that tree, if it is elsewhere there
 * @throws UserError outside of any project
 */
export async function openProject(
  host: Host,
  tree: FileTree = host.tree,
  folder: string = projectFolder(host),
): Promise<Project> {
  return readProject(host, tree, folder, tree === host.tree);
}

/** @param isKept whether what is found out of files is kept between runs */
async function readProject(host: Host, tree: FileTree, folder: string, isKept: boolean): Promise<Project> {
  const open = host.store;
  // What is only supposed is not kept, or it would push out what is.
  const readOnly = open && (async () => ({ ...(await open()), write: () => {} }));
  host.progress.debug(`reads the project in ${folder || '.'} of ${host.root}`);
  const project = await loadProject(tree, folder, {
    inspector: lintInspector,
    store: isKept ? open : readOnly,
    toolVersion: host.toolVersion,
    onProgress: (done, total) => host.progress.update('reading', done, total),
  });
  host.progress.debug(`has read ${project.files.size} files`);
  return project;
}

/** A project as it would be with some files written. */
export async function supposeFiles(host: Host, project: Project, files: ReadonlyMap<string, string>): Promise<Project> {
  const tree = overlay(project.tree, files);
  return (await projectWith(project, tree, files.keys(), lintInspector(project.manifest))) ?? openProject(host, tree);
}

/** What lint says of a project, and why rules were skipped, if any were. */
export interface Linted extends LintResult {
  readonly project: Project;
  readonly missingHistory: string | undefined;
}

/** The project, and all that lint says of it today, but for what needs a look at code. */
export async function lintedProject(host: Host, tree?: FileTree): Promise<Linted> {
  return lintedOf(host, await openProject(host, tree), {});
}

/** The same with what lint says of flags in code, and with the files that it passed over for their names. */
export async function lintedWithCode(
  host: Host,
  tree: FileTree,
  overrides: LintOptions['overrides'],
): Promise<Linted & { readonly misnamed: readonly MisnamedFile[] }> {
  const noted = notedListing(tree);
  const folder = projectFolder(host);
  const project = await readProject(host, noted.tree, folder, tree === host.tree);
  const found = await lintedOf(host, project, { overrides, code: (one) => codeUsage(host, one) });
  return { ...found, misnamed: misnamedFiles(noted.listed(), folder) };
}

/**
 * The project, and what lint says in the file of one flag. Reading the pasts of all flags up to a commit, or all files with a
 * diagnostic, would take most of the time.
 */
export async function projectAround(host: Host, flag: string): Promise<Linted> {
  return lintedOf(host, await openProject(host), { flag });
}

interface Wanted {
  readonly overrides?: LintOptions['overrides'];
  readonly code?: LintOptions['code'];
  /** The only flag of which something is asked. */
  readonly flag?: string;
}

async function lintedOf(host: Host, project: Project, { overrides = {}, code, flag }: Wanted): Promise<Linted> {
  const found = await lintHistory(host, project, flag);
  const result = await lintWithHistory(project, { now: host.clock.now().getTime(), overrides, code, flag }, found);
  project.memory?.save();
  host.progress.debug(`has linted, ${result.diagnostics.length} diagnostics`);
  return result;
}

/** What lint says of a project, without the rules of history where git turns out to give no answer. */
export async function lintWithHistory(
  project: Project,
  options: LintOptions,
  { history, missing }: FoundHistory,
): Promise<Linted> {
  if (!history) return { project, ...(await lintProject(project, options)), missingHistory: missing };
  let trouble: string | undefined;
  const pasts: typeof history.pasts = async (part) => {
    try {
      return await history.pasts(part);
    } catch (error) {
      trouble = gitTrouble(error);
      throw error;
    }
  };
  try {
    const result = await lintProject(project, { ...options, history: { ...history, pasts } });
    return { project, ...result, missingHistory: undefined };
  } catch (error) {
    if (trouble === undefined) throw error;
    return { project, ...(await lintProject(project, options)), missingHistory: trouble };
  }
}
