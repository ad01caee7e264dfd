import { lintInspector } from '../lint/lint.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Flag } from '../model/flag.ts';
import type { Segment } from '../model/segment.ts';
import type { Spec } from '../model/spec.ts';
import type { FileTree } from '../platform/file-tree.ts';
import { loadProject, readDocument } from '../project/load.ts';
import { memberOf } from '../project/membership.ts';
import type { Project, ProjectFile } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import type { Host } from '../workspace/host.ts';
import { openProject } from '../workspace/linted-project.ts';
import { bufferTree, partOfTree, type Buffers } from './buffer-tree.ts';
import { DocumentCache } from './document-cache.ts';
import { LiveFindings, LiveMemory } from './live-memory.ts';

/** What one file gives the project. */
interface Held {
  readonly file: ProjectFile;
  readonly flag?: Flag | undefined;
  readonly segment?: Segment | undefined;
  readonly spec?: Spec | undefined;
}

/**
 * A project held in memory as summaries of its files, with what is open in an editor over the disk. A change of one file reads
 * that file alone; the project that comes of it is what `loadProject` would make of all files.
 */
export class LiveProject {
  readonly memory = new LiveMemory();
  private readonly findings = new LiveFindings();
  private readonly documents = new DocumentCache();
  private readonly host: Host;
  private readonly folder: string;
  private readonly tree: FileTree;
  private held = new Map<string, Held>();
  private current: Project;

  private constructor(host: Host, folder: string, tree: FileTree, project: Project) {
    this.host = host;
    this.folder = folder;
    this.tree = tree;
    this.current = project;
  }

  /** @param buffers what is open, which changes while the project lives: `change` is told of it */
  static async open(host: Host, folder: string, buffers: Buffers): Promise<LiveProject> {
    const tree = bufferTree(host.tree, buffers);
    // What is found out of the disk alone is kept for the next start.
    const project = await openProject(host, buffers.size > 0 ? tree : host.tree, folder);
    project.memory?.save();
    const live = new LiveProject(host, folder, tree, project);
    await live.hold();
    return live;
  }

  /** What it is now. */
  get project(): Project {
    return this.current;
  }

  /** Reads everything again that has changed on the disk or in the settings. */
  async reload(): Promise<void> {
    this.current = await openProject(this.host, this.tree, this.folder);
    await this.hold();
  }

  /** Whether a path of the tree would be a file of this project. */
  isMember(path: string): boolean {
    return memberOf(this.folder, path) !== undefined;
  }

  /** Reads a file of the project again, of which an editor has changed the text. */
  async change(path: string): Promise<void> {
    const member = memberOf(this.folder, path);
    if (!member) return;
    this.forget(path);
    const part = await this.read(path);
    const held = heldOf(part, path);
    const settings = settingsWith(this.current, part, member.kind);
    // What the file rules say of other files depends on some of the settings.
    const isSame = lintInspector(settings.manifest).signature === lintInspector(this.current.manifest).signature;
    if (!held || !isSame) return this.reload();
    const before = this.held.get(path);
    this.memory.change(isDefinition(held.file) && before ? path : undefined);
    this.held.set(path, held);
    if (!before) this.held = inOrder(this.held);
    this.current = this.assemble(settings);
  }

  private forget(path: string): void {
    this.findings.forget(path);
    this.documents.forget(path);
  }

  /** The project that the manifest and one file would make. */
  private async read(path: string): Promise<Project> {
    const manifest = this.current.manifest.file;
    const entries = [manifest, path].map((one) => ({ path: one, kind: 'file' as const }));
    return loadProject(partOfTree(this.tree, entries), this.folder, { inspector: lintInspector });
  }

  private async hold(): Promise<void> {
    const { files, flags, segments, specs, duplicates } = this.current;
    const specOf = new Map(specs.map((spec) => [spec.file, spec]));
    const twins = new Set(duplicates.map(({ file }) => file));
    for (const path of this.held.keys()) this.forget(path);
    this.held = new Map();
    for (const file of files.values()) {
      // Of several files of one key the project has the first alone.
      const twin = twins.has(file.file) ? heldOf(await this.read(file.file), file.file) : undefined;
      const flag = file.kind === 'flag' ? flags.get(file.key) : undefined;
      const segment = file.kind === 'segment' ? segments.get(file.key) : undefined;
      this.held.set(file.file, twin ?? { file, flag, segment, spec: specOf.get(file.file) });
    }
    this.memory.change();
    this.current = this.assemble(this.current);
  }

  private assemble(settings: Project): Project {
    const files = new Map<string, ProjectFile>();
    const flags = new Map<string, Flag>();
    const segments = new Map<string, Segment>();
    const specs: Spec[] = [];
    const duplicates: Project['duplicates'][number][] = [];
    for (const [path, { file, flag, segment, spec }] of this.held) {
      files.set(path, file);
      if (flag && flags.has(flag.key)) duplicates.push({ kind: 'flag', key: flag.key, file: path });
      else if (flag) flags.set(flag.key, flag);
      if (segment && segments.has(segment.key)) duplicates.push({ kind: 'segment', key: segment.key, file: path });
      else if (segment) segments.set(segment.key, segment);
      if (spec) specs.push(spec);
    }
    const { folder, manifest, owners, systems, policy } = settings;
    const { tree, memory, findings } = this;
    const document = (file: string): Promise<Document> => this.documents.get(file, () => readDocument(this.tree, file));
    return { tree, folder, manifest, owners, systems, policy, files, flags, segments, specs, duplicates, memory, findings, document }; // prettier-ignore
  }
}

/** The settings of a project, after one of their files was read again. */
function settingsWith(project: Project, part: Project, kind: FileKind): Project {
  switch (kind) {
    case 'manifest':
      return { ...project, manifest: part.manifest };
    case 'owners':
      return { ...project, owners: part.owners };
    case 'systems':
      return { ...project, systems: part.systems };
    case 'policy':
      return { ...project, policy: part.policy };
    default:
      return project;
  }
}

function heldOf({ files, flags, segments, specs }: Project, path: string): Held | undefined {
  const file = files.get(path);
  if (!file) return undefined;
  return { file, flag: [...flags.values()][0], segment: [...segments.values()][0], spec: specs[0] };
}

function isDefinition({ kind }: ProjectFile): boolean {
  return kind === 'flag' || kind === 'segment' || kind === 'spec';
}

/** The manifest first, the others in code-unit order of their paths. */
function inOrder(held: ReadonlyMap<string, Held>): Map<string, Held> {
  const rank = (one: Held): number => Number(one.file.kind !== 'manifest');
  return new Map([...held].sort(([a, x], [b, y]) => rank(x) - rank(y) || (a < b ? -1 : 1)));
}
