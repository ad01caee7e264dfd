import type { Flag } from '../model/flag.ts';
import type { Segment } from '../model/segment.ts';
import type { FileTree } from '../platform/file-tree.ts';
import { maxFileSize } from '../source/document.ts';
import { readRecord, type FileRecord, type Inspector } from './file-record.ts';
import { readDocument } from './load.ts';
import { memberOf, type Member } from './membership.ts';
import type { Project, ProjectFile } from './project.ts';
import { RecordMap } from './record-map.ts';

/**
 * A project as it would be with some flags and segments written: what `loadProject` makes of the changed tree, but only
 * what is written is read, and the rest is shared.
 * @param tree the project's, with these files changed
 * @param paths of the files that are written
 * @returns nothing where other files are written, or too large ones: those ask for a project loaded anew
 */
export async function projectWith(
  project: Project,
  tree: FileTree,
  paths: Iterable<string>,
  inspector: Inspector,
): Promise<Project | undefined> {
  const written = new Map<string, { readonly member: Member; readonly record: FileRecord }>();
  for (const path of paths) {
    const member = memberOf(project.folder, path);
    if (member?.kind !== 'flag' && member?.kind !== 'segment') return undefined;
    const bytes = await tree.read(path);
    if (bytes.length > maxFileSize) return undefined;
    const { record } = await readRecord(member.kind, member.key, path, bytes, inspector);
    written.set(path, { member, record });
  }
  const files = new Map<string, ProjectFile>();
  const flags = new RecordMap<Flag>();
  const segments = new RecordMap<Segment>();
  const duplicates: Project['duplicates'][number][] = [];
  for (const path of pathsInOrder(project, written.keys())) {
    const known = project.files.get(path);
    const now = written.get(path);
    const file = now ? fileOf(path, now.member, now.record) : known;
    if (!file) continue;
    files.set(path, file);
    const { kind, key } = file;
    if (kind !== 'flag' && kind !== 'segment') continue;
    if ((kind === 'flag' ? flags : segments).has(key)) duplicates.push({ kind, key, file: path });
    else if (kind === 'flag') flags.add(key, () => (now ? now.record.flag : project.flags.get(key)) as Flag);
    else segments.add(key, () => (now ? now.record.segment : project.segments.get(key)) as Segment);
  }
  const { folder, manifest, owners, systems, policy, specs } = project;
  const document = (file: string): ReturnType<Project['document']> => readDocument(tree, file);
  return { tree, folder, manifest, owners, systems, policy, files, flags, segments, specs, duplicates, memory: undefined, document }; // prettier-ignore
}

/** Of the project and those that are new: the manifest first, the others in code-unit order. */
function pathsInOrder({ files }: Project, written: Iterable<string>): readonly string[] {
  const added = [...written].filter((path) => !files.has(path));
  if (added.length === 0) return [...files.keys()];
  const [first = '', ...others] = [...files.values()]
    .sort((a, b) => Number(b.kind === 'manifest') - Number(a.kind === 'manifest'))
    .map(({ file }) => file);
  return [first, ...[...others, ...added].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))];
}

function fileOf(file: string, { kind, key }: Member, { problems, suppressions }: FileRecord): ProjectFile {
  return { file, kind, key, problems, suppressions };
}
