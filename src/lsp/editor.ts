import { dirname, sep } from 'node:path';
import type { PublishDiagnosticsParams } from 'vscode-languageserver';
import { UserError } from '../diagnostic/user-error.ts';
import type { LspDoors } from './doors.ts';
import { OpenProject, type EditorFiles } from './open-project.ts';
import { OpenTexts } from './open-texts.ts';
import { WorkQueue } from './queue.ts';
import { Schemas } from './schemas.ts';
import { Uris } from './uris.ts';

/** What an editor is told. */
export interface EditorSpeech {
  diagnostics(params: PublishDiagnosticsParams): Promise<void>;
  /** Something that went wrong, in its log. */
  log(message: string): void;
  /** What is shown of places in files may have changed: lenses and hints. */
  refresh(): void;
}

/** So long nobody types before what depends on several files is looked at. */
const PAUSE = 150;

/** Everything that an editor has open. What it asks and what it tells is done one after the other. */
export class Editor {
  readonly uris: Uris;
  readonly doors: LspDoors;
  readonly schemas: Schemas;
  private readonly speech: EditorSpeech;
  private readonly queue = new WorkQueue();
  private readonly projects = new Map<string, OpenProject>();
  private readonly folders = new Set<string>();
  private readonly texts = new OpenTexts();
  /** Absolute paths of what was edited and has not been looked at yet. */
  private readonly dirty = new Set<string>();
  private forgetPause = (): void => {};

  constructor(doors: LspDoors, speech: EditorSpeech) {
    this.doors = doors;
    this.speech = speech;
    this.schemas = new Schemas((name) => doors.schemaText(name));
    this.uris = new Uris((path) => doors.realPath(path), this.texts);
  }

  /** Opens all projects below a folder. */
  addFolder(uri: string): Promise<void> {
    const path = this.uris.addFolder(uri);
    if (path === undefined) return Promise.resolve();
    this.folders.add(path);
    return this.queue.run(async () => {
      const inside = this.doors.projectsBelow(path);
      const around = inside.length === 0 ? this.doors.projectOf(path) : undefined;
      for (const folder of around === undefined ? inside : [around]) await this.projectIn(folder);
    });
  }

  /** Closes the projects that no other folder holds. */
  removeFolder(uri: string): Promise<void> {
    const path = this.uris.path(uri);
    if (path === undefined) return Promise.resolve();
    this.folders.delete(path);
    return this.queue.run(async () => {
      for (const [folder, project] of this.projects) {
        const isHeld = [...this.folders].some((one) => isInside(folder, one));
        const isOpen = this.texts.paths().some((one) => isInside(one, folder));
        if (isHeld || isOpen || !isInside(folder, path)) continue;
        await project.close();
        this.projects.delete(folder);
      }
    });
  }

  /** Takes over a text as it is in the editor now. */
  edit(uri: string, text: string, version: number): void {
    const path = this.uris.path(uri);
    if (path === undefined) return;
    this.texts.set(path, { uri, text, version });
    this.touch(path);
  }

  /** What the editor had of a file is gone; the disk counts again. */
  closeFile(uri: string): void {
    const path = this.uris.path(uri);
    if (path === undefined) return;
    this.texts.delete(path, uri);
    this.touch(path);
  }

  /** Files of the disk have changed, and nobody knows which. */
  reload(): Promise<void> {
    return this.queue.run(async () => {
      for (const { folder } of innerFirst(this.projects)) await this.reloadProject(folder);
      for (const root of this.folders) {
        for (const folder of this.doors.projectsBelow(root)) await this.projectIn(folder);
      }
      this.speech.refresh();
    });
  }

  /** Reads again what has changed on the disk, where it has. @param everyFile look at all files, not only at what is checked out */
  look(everyFile: boolean): Promise<void> {
    return this.queue.run(async () => {
      for (const project of innerFirst(this.projects)) {
        await this.guard(async () => {
          if (await project.hasChanged(everyFile)) await this.reloadProject(project.folder);
          else if (project.session.isSettled()) return;
          else await project.check(false);
          this.speech.refresh();
        });
      }
    });
  }

  /** Answers a question about a file, or about all projects. */
  ask<Answer>(work: () => Promise<Answer> | Answer): Promise<Answer> {
    return this.queue.run(async () => {
      await this.settleEdits();
      return work();
    });
  }

  all(): readonly OpenProject[] {
    return [...this.projects.values()];
  }

  /** The project that a file is part of, and its path there; of several the innermost. */
  async find(uri: string): Promise<{ readonly project: OpenProject; readonly path: string } | undefined> {
    const absolute = this.uris.path(uri);
    return absolute === undefined ? undefined : this.findPath(absolute);
  }

  /** Looks at everything that was edited, what depends on several files included. */
  async settle(): Promise<void> {
    this.forgetPause();
    await this.settleEdits();
    for (const project of this.projects.values()) await this.guard(() => project.check(false));
  }

  async close(): Promise<void> {
    this.forgetPause();
    await this.queue.run(async () => {
      for (const project of this.projects.values()) await project.close();
      this.projects.clear();
    });
  }

  private touch(path: string): void {
    this.dirty.add(path);
    void this.queue.run(() => this.settleEdits());
    this.forgetPause();
    this.forgetPause = this.doors.after(PAUSE, () => void this.queue.run(() => this.settleProjects()));
  }

  private async settleProjects(): Promise<void> {
    for (const project of this.projects.values()) {
      if (project.session.isSettled()) continue;
      await this.guard(() => project.check(false));
      this.speech.refresh();
    }
  }

  /** Reads what was edited, and says what is wrong with it as far as that can be told at once. */
  private async settleEdits(): Promise<void> {
    if (this.dirty.size === 0) return;
    const paths = [...this.dirty];
    this.dirty.clear();
    const touched = new Set<OpenProject>();
    for (const absolute of paths) {
      await this.guard(async () => {
        const found = await this.findPath(absolute);
        if (!found) return;
        await found.project.setText(found.path, this.texts.get(absolute)?.text);
        touched.add(found.project);
      });
    }
    for (const project of touched) await this.guard(() => project.check(true));
  }

  private async findPath(absolute: string): Promise<{ project: OpenProject; path: string } | undefined> {
    let project = innerFirst(this.projects).find(({ folder }) => isInside(absolute, folder));
    if (!project) {
      const folder = this.doors.projectOf(dirname(absolute));
      if (folder !== undefined && isInside(absolute, folder)) project = await this.projectIn(folder);
    }
    const path = project?.pathOf(absolute);
    return project && path !== undefined ? { project, path } : undefined;
  }

  private async projectIn(folder: string): Promise<OpenProject | undefined> {
    const known = this.projects.get(folder);
    if (known) return known;
    return this.guard(async () => {
      const files = (root: string): EditorFiles => this.filesOf(folder, root);
      const project = await OpenProject.open(this.doors, folder, files, (params) => this.speech.diagnostics(params));
      this.projects.set(folder, project);
      for (const around of this.all()) if (around !== project) await around.publisher.leaveOut();
      for (const absolute of this.texts.paths()) {
        const path = project.pathOf(absolute);
        if (path !== undefined) await project.setText(path, this.texts.get(absolute)?.text);
      }
      await project.check(false);
      return project;
    });
  }

  private filesOf(folder: string, root: string): EditorFiles {
    const absolute = (file: string): string => `${root}/${file}`;
    return {
      uri: (file) => this.uris.uri(absolute(file)),
      version: (file) => this.texts.get(absolute(file))?.version,
      isLeftOut: (file) =>
        [...this.projects.keys()].some(
          (other) => other !== folder && isInside(other, folder) && isInside(absolute(file), other),
        ),
    };
  }

  private async reloadProject(folder: string): Promise<void> {
    const project = this.projects.get(folder);
    if (!project) return;
    if (this.doors.projectOf(folder) !== folder) {
      await project.close();
      this.projects.delete(folder);
      return;
    }
    await this.guard(async () => {
      await project.session.reload();
      await project.check(false);
    });
  }

  /** What goes wrong with one project is said, and does not keep the others from being looked at. */
  private async guard<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      const message = error instanceof Error && !(error instanceof UserError) ? (error.stack ?? '') : String(error);
      this.speech.log(message);
      return undefined;
    }
  }
}

/** A file of several projects is one of the innermost; where that is gone, those around it say so. */
function innerFirst(projects: ReadonlyMap<string, OpenProject>): OpenProject[] {
  return [...projects.values()].toSorted((a, b) => b.folder.length - a.folder.length);
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
