import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import type { Position } from '../../diagnostic/position.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { importEngines } from '../../import/engines.ts';
import type { ImportedFlag, ImportMovement, Note } from '../../import/imported.ts';
import { severalSources } from '../../import/several-sources.ts';
import { readSource, type ImportSource } from '../../import/source.ts';
import { pairOf, sourceEnvironments, type SourceEnvironments } from '../../import/source-environments.ts';
import { notInBase } from '../../lint/baseline.ts';
import { fields } from '../../model/read.ts';
import { overlay } from '../../platform/overlay.ts';
import type { Project } from '../../project/project.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { lintedProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { completeOptions, importFactsOf, type FactOptions } from './facts.ts';
import { writtenFiles, type ImportedFile, type WrittenFile } from './files.ts';
import { refuseKeys } from './keys.ts';
import { readFlagMap, type FlagMap } from './map-file.ts';
import { ownExport } from './own-export.ts';
import { settleBefore } from '../../workspace/settle-interrupted.ts';

export interface ImportOptions extends FactOptions {
  /** The file of the other engine, as it was named; of some engines several. */
  readonly sources: readonly { readonly file: string; readonly bytes: Uint8Array }[];
  readonly map: { readonly file: string; readonly text: string } | undefined;
  /** Each `NAME` or `THEIRS=OURS`. */
  readonly environments: readonly string[];
  readonly folder: string | undefined;
  /** Whether flags that are there already get what the source says. */
  readonly replace: boolean;
  /** Whether flags that cannot be imported with their meaning are left out. */
  readonly skipUnsupported: boolean;
  readonly dryRun: boolean;
}

export interface ImportReport {
  readonly command: 'import';
  readonly ok: boolean;
  readonly engine: string;
  /** What people call it. */
  readonly title: string;
  /** The source as it was named; of several files how many. */
  readonly source: string;
  readonly flags: readonly ImportedFile[];
  readonly segments: readonly string[];
  /** In the order of the source. */
  readonly notes: readonly PlacedNote[];
  readonly movements: readonly ImportMovement[];
  /** Why nothing was written; absent if something could be. */
  readonly refusal: ImportRefusal | undefined;
  /** What was written, or would be; empty with a refusal. */
  readonly files: readonly WrittenFile[];
  readonly written: boolean;
}

export interface PlacedNote extends Note {
  /** As it was named. */
  readonly file: string;
  readonly at: Position;
}

interface ImportRefusal {
  readonly why: string;
  readonly help: string;
  readonly details: readonly string[];
}

/**
 * Writes the flags of another engine as flag files, all or none.
 * @throws UserError if the source is not of that engine, or what a flag file needs is not said
 */
export async function importFlags(host: Host, engine: string, options: ImportOptions): Promise<ImportReport> {
  requireKnown('engine', engine, Object.keys(importEngines));
  if (host.at !== undefined) throw new UserError('the past cannot be changed', 'leave out --at');
  if (!options.dryRun) await settleBefore(host);
  const { title, hasEnvironments, hasManyFiles = false, load } = importEngines[engine]!;
  if (options.sources.length > 1 && !hasManyFiles) {
    throw new UserError(`the flags of ${title} are in one file, and ${options.sources.length} are named`, 'import one after the other'); // prettier-ignore
  }
  const sources = options.sources.map(({ file, bytes }) => readSource(file, bytes));
  const source = sources.length === 1 ? sources[0]! : severalSources(sources);
  const { project, diagnostics: before } = await lintedProject(host);
  const environments = await chosenEnvironments(host, project, title, hasEnvironments, options.environments);
  const own = options.replace && engine === 'flagd' ? await ownExport(host, project, environments.all) : undefined;
  const segments = await segmentsOf(project);
  const read = (await load())(source.value, { environments, segments, own });
  const flags = read.flags.filter((flag) => !read.unchanged?.has(flag.key));
  const map: FlagMap = options.map ? readFlagMap(options.map.file, options.map.text, new Set(read.flags.map(({ key }) => key))) : new Map(); // prettier-ignore
  const { accepted, notes: refused } = refuseKeys(project, flags, options.replace);
  const notes = [...read.notes, ...refused];
  const report = {
    command: 'import',
    engine,
    title,
    source: source.file,
    movements: read.movements,
    written: false,
  } as const;
  const none = { ...report, ok: false, flags: [], segments: [], files: [] };
  const inTheWay = notes.filter(({ kind }) => kind === 'refused');
  if (inTheWay.length > 0 && !options.skipUnsupported) {
    return { ...none, notes: placed(source, notes), refusal: refusalOf(source, inTheWay) };
  }
  const added = accepted.filter(({ key }) => !project.flags.has(key)).map((flag) => ({ flag, mapped: map.get(flag.key) ?? {} })); // prettier-ignore
  const now = host.clock.now().getTime();
  const context = { project, title, now };
  const facts = importFactsOf(added, await completeOptions(options, added, context, host.ask), context);
  for (const { flag } of added) {
    for (const reason of facts.get(flag.key)!.unknown) notes.push({ kind: 'lost', flag: flag.key, path: flag.path, reason }); // prettier-ignore
  }
  const { files, changes } = await writtenFiles(host, project, { accepted, facts, map, segments, imported: read, folder: options.folder, title }); // prettier-ignore
  const byKey = new Map(accepted.map((flag) => [flag.key, flag]));
  for (const { key } of changes.filter(({ change }) => change === 'changed')) notes.push(...keptPrerequisites(project, byKey.get(key)!, title)); // prettier-ignore
  const unchanged = read.flags.filter(({ key }) => read.unchanged?.has(key)).map(({ key }) => ({ key, file: project.flags.get(key)!.file, change: 'unchanged' as const, placeholders: [] })); // prettier-ignore
  const contents = new Map(files.map(({ file, after }) => [file, after]));
  const { diagnostics: after } = await lintedProject(host, overlay(host.tree, contents));
  const errors = notInBase(after, before).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    const refusal = {
      why: `the project would get ${errors.length === 1 ? 'an error' : `${errors.length} errors`}, so nothing was written`,
      help: helpFor(errors[0]!, options),
      details: errors.map(({ file, message, rule }) => `${file}: ${message} [${rule}]`),
    };
    return { ...none, notes: placed(source, notes), refusal };
  }
  if (!options.dryRun && files.length > 0) host.writer.write(contents);
  return {
    ...report,
    ok: true,
    flags: [...changes, ...unchanged],
    segments: read.segments.map(({ key }) => key),
    notes: placed(source, notes),
    refusal: undefined,
    files,
    written: !options.dryRun && files.length > 0,
  };
}

async function chosenEnvironments(
  host: Host,
  project: Project,
  title: string,
  hasEnvironments: boolean,
  named: readonly string[],
): Promise<SourceEnvironments> {
  const known = environmentNames(project) ?? [];
  for (const text of named) {
    const [theirs, ours] = pairOf(text);
    requireKnown('environment', ours, known);
    if (!hasEnvironments && theirs !== ours) throw new UserError(`--env ${text}: ${title} has no environments`, `write --env ${ours}`); // prettier-ignore
  }
  if (hasEnvironments || named.length > 0 || !host.ask || known.length < 2) return sourceEnvironments(named, known);
  const choices = known.map((value) => ({ value, label: value }));
  return sourceEnvironments([await host.ask.select({ message: 'Environment that the flags go to', choices })], known);
}

/** The note for a flag that was changed and keeps prerequisites of which the source knows nothing. */
function keptPrerequisites(project: Project, flag: ImportedFlag, title: string): readonly Note[] {
  const { key, path, prerequisites, keepsPrerequisites = false } = flag;
  const own = project.flags.get(key)!.prerequisites.map((one) => one.flag);
  if (own.length === 0 || prerequisites !== undefined || keepsPrerequisites) return [];
  const reason = `it keeps its prerequisites (${own.join(', ')}), which ${title} cannot say: they must hold as well`;
  return [{ kind: 'changed', flag: key, path, reason }];
}

/** A flag may be older than its type may get. */
function helpFor({ rule, help }: Diagnostic, { created }: FactOptions): string {
  const isOld = created === undefined && ['expiry-too-far', 'created-moved'].includes(rule);
  if (isOld) return '--created DATE counts their lives from another day than the source says; --type and --expires choose others'; // prettier-ignore
  return help ?? `\`flagwright explain ${rule}\` says more`;
}

async function segmentsOf(project: Project): Promise<ReadonlyMap<string, Condition>> {
  const read = [...project.segments.values()].map(async ({ key, file }) => {
    const { when } = fields((await project.document(file)).value);
    return [key, when] as const;
  });
  const known = await Promise.all(read);
  return new Map(known.filter(([, when]) => typeof when === 'object' && when !== null) as [string, Condition][]);
}

function placed(source: ImportSource, notes: readonly Note[]): readonly PlacedNote[] {
  const positions = notes.length === 0 ? [] : source.positions(notes.map(({ path }) => path));
  const all = notes.map((note, index) => ({ ...note, file: source.fileOf(note.path), at: positions[index]! })); // prettier-ignore
  const order = new Map([...new Set(all.map(({ file }) => file))].map((file, index) => [file, index]));
  return all.sort(
    (a, b) => order.get(a.file)! - order.get(b.file)! || a.at.line - b.at.line || a.at.column - b.at.column,
  );
}

function refusalOf(source: ImportSource, notes: readonly Note[]): ImportRefusal {
  const flags = new Set(notes.map(({ flag }) => flag));
  const isThere = notes.some(({ reason }) => reason.includes('--replace'));
  return {
    why: `${flags.size === 1 ? 'one flag cannot be imported as it is' : `${flags.size} flags cannot be imported as they are`}, so nothing was written`, // prettier-ignore
    help: isThere ? '--replace changes the flags that exist already; --skip-unsupported leaves all of these out' : '--skip-unsupported leaves those flags out', // prettier-ignore
    details: placed(source, notes).map(({ flag, file, at, reason }) => `${file}:${at.line}:${at.column}: ${flag}: ${reason}`), // prettier-ignore
  };
}
