import { UserError } from '../diagnostic/user-error.ts';
import { Refusal, type RefusalReason } from '../change/refusal.ts';
import { definitionChanges } from '../meaning/between.ts';
import type { Change } from '../meaning/change.ts';
import type { Flag } from '../model/flag.ts';
import { overlay } from '../platform/overlay.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import { patch } from '../source/patch.ts';
import type { ValueEdit } from '../source/value-edit.ts';
import { changeBase, commitChange, type CommitOptions, type CommitReport } from './commit-change.ts';
import { expectVersion, VersionConflict } from './expect-version.ts';
import type { Host } from './host.ts';
import { lintedProject } from './linted-project.ts';
import { requireKnown } from './named.ts';
import { settleBefore } from './settle-interrupted.ts';
import { refuseNewErrors } from './refuse-errors.ts';

/** What every change command can be told. */
export interface ChangeOptions {
  /** The version of the flag that the change was made for. */
  readonly expectVersion: number | undefined;
  readonly dryRun: boolean;
  /** Absent where only the file is written. */
  readonly commit: CommitOptions | undefined;
}

export type ChangeCommand = 'enable' | 'disable' | 'rollout' | 'extend' | 'reviewed';

/** What a change command did to one flag, or why it did not. */
export interface ChangeReport {
  readonly command: ChangeCommand;
  /** False if it was refused, or the commit could not be pushed. */
  readonly ok: boolean;
  readonly flag: string;
  readonly file: string;
  /** In meaning; empty if nothing had to change. */
  readonly changes: readonly Change[];
  /** The text of the file. */
  readonly before: string;
  readonly after: string;
  readonly dryRun: boolean;
  /** Whether the file in the working tree has the change now. */
  readonly written: boolean;
  readonly commit: CommitReport | undefined;
  readonly refused: RefusedChange | undefined;
}

export interface RefusedChange {
  readonly reason: RefusalReason;
  readonly message: string;
  readonly help: string;
  /** For `version`: what changed since the version expected. */
  readonly theirs: readonly Change[];
}

/** The flag to be changed, as it is. */
export interface Subject {
  readonly project: Project;
  readonly flag: Flag;
  readonly document: Document;
  /** Of the manifest, in their order. */
  readonly environments: readonly string[];
}

/** What a command makes of a flag. */
export interface PlannedChange {
  readonly edits: readonly ValueEdit[];
  /** The first line of the commit's message. */
  readonly subject: string;
}

/**
 * Changes one flag: plans the edits, sees that they add no error to the project, and writes the file or commits it.
 * @throws UserError if the flag cannot be changed so; what the repository or somebody else refuses is in the report
 */
export async function changeFlag(
  host: Host,
  command: ChangeCommand,
  key: string,
  options: ChangeOptions,
  plan: (subject: Subject) => PlannedChange,
): Promise<ChangeReport> {
  if (host.at !== undefined) throw new UserError('the past cannot be changed', 'leave out --at');
  if (!options.dryRun) await settleBefore(host);
  const base = await changeBase(host, options.commit);
  const { project, diagnostics: today } = await lintedProject(host, base.tree);
  const flag = flagOf(project, key);
  const document = await project.document(flag.file);
  if (typeof document.value !== 'object' || document.problems.length > 0) {
    throw new UserError(`${flag.file} cannot be read as a flag`, '`flagwright lint` shows what is wrong with it');
  }
  const environments = (project.manifest.environments ?? []).map(({ name }) => name);
  const { edits, subject } = plan({ project, flag, document, environments });
  const after = patch(document, edits);
  const { maxExtensions } = project.manifest;
  const report = {
    command,
    ok: true,
    flag: key,
    file: flag.file,
    changes: definitionChanges('flag', document.value, after.value, { maxExtensions }),
    before: document.text,
    after: after.text,
    dryRun: options.dryRun,
    written: false,
    commit: undefined,
    refused: undefined,
  } satisfies ChangeReport;
  try {
    await expectVersion(host, base.commit, { key, expected: options.expectVersion, value: document.value });
    if (edits.length === 0) return report;
    const changes = new Map([[flag.file, after.text]]);
    const { diagnostics: then } = await lintedProject(host, overlay(base.tree, changes));
    refuseNewErrors('the change', today, then);
    if (options.dryRun) return report;
    if (options.commit && base.commit !== undefined) {
      const commit = await commitChange(host, base.commit, changes, subject, options.commit);
      return { ...report, ok: commit.pushError === undefined, written: commit.newBranch === undefined, commit };
    }
    await refuseEdited(host, flag.file, document.text);
    host.writer.write(changes);
    return { ...report, written: true };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const theirs = error instanceof VersionConflict ? error.theirs : [];
    const { reason, message, help } = error;
    return { ...report, ok: false, refused: { reason, message, help, theirs } };
  }
}

/** Sees that every environment named is one of the manifest. */
export function requireEnvironments(subject: Subject, names: readonly string[]): void {
  for (const name of names) requireKnown('environment', name, subject.environments);
}

function flagOf({ flags, duplicates }: Project, key: string): Flag {
  requireKnown('flag', key, flags.keys(), { more: '`flagwright list` shows all.' });
  const twin = duplicates.find((one) => one.kind === 'flag' && one.key === key);
  const flag = flags.get(key) as Flag;
  if (!twin) return flag;
  throw new UserError(`two files define "${key}": ${flag.file} and ${twin.file}`, 'remove or rename one of them');
}

/** Somebody may have saved the file while the change was thought about. */
async function refuseEdited(host: Host, file: string, before: string): Promise<void> {
  const bytes = await host.tree.read(file);
  if (Buffer.from(bytes).equals(Buffer.from(before))) return;
  throw new Refusal('edited', `${file} was edited in the meantime`, 'nothing was written; try again');
}
