import { fileText, flagFileValue } from '../../import/flag-file.ts';
import type { EngineImport, ImportedFlag } from '../../import/imported.ts';
import { mergedFlag } from '../../import/merge.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { fileName } from '../../model/file-kind.ts';
import { fields, type Fields } from '../../model/read.ts';
import type { Project } from '../../project/project.ts';
import { maxFileSize } from '../../source/document.ts';
import { editsBetween } from '../../source/edits-between.ts';
import { patch } from '../../source/patch.ts';
import { folderInside, folderOf, joined } from '../../workspace/flag-folder.ts';
import type { Host } from '../../workspace/host.ts';
import type { ImportFacts } from './facts.ts';
import type { FlagMap } from './map-file.ts';

/** A file with its text before (null for a new one) and after the import. */
export interface WrittenFile {
  readonly file: string;
  readonly before: string | null;
  readonly after: string;
}

/** What became of a flag. */
export interface ImportedFile {
  readonly key: string;
  readonly file: string;
  readonly change: 'added' | 'changed' | 'unchanged';
  /** Fields with a text of ours that somebody has to replace. */
  readonly placeholders: readonly string[];
}

interface Written {
  readonly accepted: readonly ImportedFlag[];
  /** Of the flags that are new. */
  readonly facts: ReadonlyMap<string, ImportFacts>;
  readonly map: FlagMap;
  readonly segments: ReadonlyMap<string, Condition>;
  readonly imported: EngineImport;
  readonly folder: string | undefined;
  readonly title: string;
}

/**
 * The files that an import writes, and what becomes of each flag.
 * @throws UserError if one of them would be too large, or the folder is outside of the project
 */
export async function writtenFiles(
  host: Host,
  project: Project,
  { accepted, facts, map, segments, imported, folder, title }: Written,
): Promise<{ readonly files: readonly WrittenFile[]; readonly changes: readonly ImportedFile[] }> {
  const inFolder = folder === undefined ? undefined : folderInside(host, project, folder);
  const folders = new Map<string, string>();
  const files: WrittenFile[] = [];
  const changes: ImportedFile[] = [];
  for (const flag of accepted) {
    const known = facts.get(flag.key);
    if (known === undefined) {
      const { file, before, after } = await changedFile(project, flag, map, segments);
      if (before !== after) files.push({ file, before, after });
      changes.push({ key: flag.key, file, change: before === after ? 'unchanged' : 'changed', placeholders: [] });
      continue;
    }
    const { owner } = known.facts;
    const place = inFolder ?? folders.get(owner) ?? (await folderOf(host, project, owner));
    folders.set(owner, place);
    const file = joined(place, fileName('flag', flag.key));
    files.push({ file, before: null, after: fileText(flagFileValue(flag, known.facts)) });
    changes.push({ key: flag.key, file, change: 'added', placeholders: known.placeholders });
  }
  for (const { key, description, when } of imported.segments) {
    const file = joined(inFolder ?? project.folder, fileName('segment', key));
    const value = { description: description ?? `Imported from ${title} as ${key}; say who is in it.`, when };
    files.push({ file, before: null, after: fileText(value) });
  }
  const large = files.find(({ after }) => Buffer.byteLength(after) > maxFileSize);
  if (large) throw new UserError(`${large.file} would be larger than ${maxFileSize / 1024 / 1024} MiB`, 'such a flag cannot be imported'); // prettier-ignore
  return { files, changes };
}

async function changedFile(
  project: Project,
  flag: ImportedFlag,
  map: FlagMap,
  segments: ReadonlyMap<string, Condition>,
): Promise<WrittenFile & { readonly before: string }> {
  const { file } = project.flags.get(flag.key)!;
  const document = await project.document(file);
  if (typeof document.value !== 'object' || document.problems.length > 0) {
    throw new UserError(`${file} cannot be read as a flag`, '`flagwright lint` shows what is wrong with it');
  }
  const existing = document.value as Fields;
  const { review, ...mapped } = map.get(flag.key) ?? {};
  const reviewed = review === undefined ? {} : { review: { ...fields(existing['review']), every: review } };
  const merged = mergedFlag({ ...existing, ...mapped, ...reviewed }, flag, segments);
  return { file, before: document.text, after: patch(document, editsBetween(existing, merged)).text };
}
