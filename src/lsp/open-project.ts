import { join } from 'node:path';
import type { FileTree } from '../platform/file-tree.ts';
import { workingTree } from '../platform/working-tree.ts';
import type { LspDoors } from './doors.ts';
import { ProjectSession } from './project-session.ts';
import { Publisher, type PublishedFiles } from './publisher.ts';

/** What the editor has of the files of a project. */
export type EditorFiles = Omit<PublishedFiles, 'text'>;

/** A project that an editor has open, with what is open of its files. */
export class OpenProject {
  readonly session: ProjectSession;
  readonly publisher: Publisher;
  /** Absolute path of its folder. */
  readonly folder: string;
  private readonly buffers: Map<string, string>;
  private readonly edited = new Set<string>();
  private readonly closeHost: () => void;
  private readonly disk: FileTree;
  private seen: string | undefined;

  private constructor(
    folder: string,
    session: ProjectSession,
    publisher: Publisher,
    buffers: Map<string, string>,
    closeHost: () => void,
  ) {
    this.folder = folder;
    this.session = session;
    this.publisher = publisher;
    this.buffers = buffers;
    this.closeHost = closeHost;
    // What was written a moment ago counts as well.
    this.disk = workingTree(session.host.root, () => Infinity);
  }

  /** @throws UserError if there is no project in the folder */
  static async open(
    doors: LspDoors,
    folder: string,
    files: (root: string) => EditorFiles,
    send: ConstructorParameters<typeof Publisher>[1],
  ): Promise<OpenProject> {
    const { host, close } = await doors.openHost(folder);
    const buffers = new Map<string, string>();
    const session = await ProjectSession.open(host, host.folder ?? '', buffers);
    const text = (file: string): Promise<string> => session.textOf(file);
    return new OpenProject(folder, session, new Publisher({ ...files(host.root), text }, send), buffers, close);
  }

  /** The path in the tree of an absolute path; undefined for what is not a file of the project. */
  pathOf(absolute: string): string | undefined {
    const path = this.session.host.relativePath(absolute);
    return path !== undefined && this.session.live.isMember(path) ? path : undefined;
  }

  absolute(path: string): string {
    return join(this.session.host.root, path);
  }

  /** Whether a file is a link, which the project does not follow: what an editor shows of it is another file's. */
  isLink(path: string): boolean {
    const file = this.session.project.files.get(path);
    return file?.problems.some(({ rule }) => rule === 'linked-file') === true;
  }

  /** Takes over what an editor has of a file; undefined: what is on the disk. */
  async setText(path: string, text: string | undefined): Promise<void> {
    const { live } = this.session;
    this.edited.add(path);
    if (text !== undefined && this.isLink(path)) return;
    if (text === undefined) this.buffers.delete(path);
    else this.buffers.set(path, text);
    if (text === undefined && !(await this.isOnDisk(path))) await live.reload();
    else await live.change(path);
  }

  /** Finds out what is wrong, and tells the editor what has changed. */
  async check(quick: boolean): Promise<void> {
    const found = await this.session.check(quick);
    await this.publisher.publish(found, this.edited);
    this.edited.clear();
  }

  /** Whether files or what is checked out have changed since this was asked last, as far as the disk tells. */
  async hasChanged(everyFile: boolean): Promise<boolean> {
    const { host } = this.session;
    if (this.session.isElsewhere()) return true;
    if (!everyFile) return false;
    const entries = await this.disk.list(host.folder ?? '');
    const own = entries.filter(({ path }) => this.session.live.isMember(path));
    const seen = own.map(({ path, stamp }) => `${path}\n${stamp}`).join('\n');
    const before = this.seen;
    this.seen = seen;
    return before !== undefined && before !== seen;
  }

  async close(): Promise<void> {
    await this.publisher.clear();
    this.closeHost();
  }

  private async isOnDisk(path: string): Promise<boolean> {
    try {
      await this.session.host.tree.read(path);
      return true;
    } catch {
      return false;
    }
  }
}
