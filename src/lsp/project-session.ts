import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import { FlagVersions } from './flag-versions.ts';
import { readText } from '../project/load.ts';
import type { Project } from '../project/project.ts';
import type { CodeUsage } from '../usage/usage.ts';
import { codeUsage } from '../workspace/code-usage.ts';
import type { Host } from '../workspace/host.ts';
import { lintHistory } from '../workspace/lint-history.ts';
import { lintWithHistory } from '../workspace/linted-project.ts';
import type { Buffers } from './buffer-tree.ts';
import { KeptPasts } from './kept-pasts.ts';
import { LiveProject } from './live-project.ts';

/** A project that an editor has open: what it is now, and what is wrong with it. */
export class ProjectSession {
  readonly host: Host;
  readonly live: LiveProject;
  readonly versions: FlagVersions;
  private readonly pasts = new KeptPasts();
  private usage: { readonly of: string; readonly found: Promise<CodeUsage> } | undefined;
  private head: string | undefined;
  private found: readonly Diagnostic[] = [];
  /** Of the code that something is wrong with. */
  private codeTexts: ReadonlyMap<string, string> = new Map();

  private constructor(host: Host, live: LiveProject) {
    this.host = host;
    this.live = live;
    this.versions = new FlagVersions(host);
    this.head = host.checkout?.()?.commit;
  }

  static async open(host: Host, folder: string, buffers: Buffers): Promise<ProjectSession> {
    return new ProjectSession(host, await LiveProject.open(host, folder, buffers));
  }

  get project(): Project {
    return this.live.project;
  }

  /** What the last check found, in the one order. */
  get diagnostics(): readonly Diagnostic[] {
    return this.found;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.host.clock.now().getTime();
  }

  /** Reads the files of the disk again, and code when it is next asked for. */
  async reload(): Promise<void> {
    this.pasts.forget();
    this.usage = undefined;
    this.head = this.host.checkout?.()?.commit;
    await this.live.reload();
  }

  /** Whether another commit is checked out than when the files were read. */
  isElsewhere(): boolean {
    return this.host.checkout?.()?.commit !== this.head;
  }

  /** Whether nothing has happened that the last whole check does not know, but for what files say by themselves. */
  isSettled(): boolean {
    return this.live.memory.isSettled(this.now());
  }

  forgetCode(): void {
    this.usage = undefined;
  }

  /**
   * Finds out what is wrong. Pure but for what it keeps.
   * @param quick look at what was edited alone: of what depends on several files, take what was found before
   */
  async check(quick: boolean): Promise<readonly Diagnostic[]> {
    const { memory } = this.live;
    const project = quick ? { ...this.project, memory: memory.asOfLastRun() } : this.project;
    const now = this.now();
    const { history, missing } = await lintHistory(this.host, project);
    const found = history ? { history: this.pasts.over(history, now) } : { missing: missing ?? '' };
    const code = (of: Project): Promise<CodeUsage> => this.codeOf(of);
    const linted = await lintWithHistory(project, { now, code }, found);
    this.found = linted.diagnostics;
    return this.found;
  }

  /** The text of a file that something may be wrong with. */
  async textOf(file: string): Promise<string> {
    return this.codeTexts.get(file) ?? readText(this.project.tree, file);
  }

  private async codeOf(project: Project): Promise<CodeUsage> {
    const of = JSON.stringify([project.manifest.code, [...project.flags.keys()]]);
    if (this.usage?.of !== of) this.usage = { of, found: codeUsage(this.host, project) };
    const usage = await this.usage.found;
    this.codeTexts = usage.texts;
    return usage;
  }
}
