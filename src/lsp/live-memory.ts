import type { FileFindings, ProjectMemory, Remembered } from '../project/project.ts';

/** What is remembered of a project that is held in memory, as long as no file and no setting changes. */
export class LiveMemory implements ProjectMemory {
  private readonly kept = new Map<Remembered, unknown>();
  /** What has changed, in order: a file, or `undefined` for what may concern everything. */
  private readonly changes: (string | undefined)[] = [];

  /**
   * Says that a file or a setting has changed.
   * @param file with a definition, there before and after; absent for anything else
   */
  change(file?: string): void {
    this.changes.push(file);
  }

  changedSince(fingerprint: string): ReadonlySet<string> | undefined {
    const files = new Set<string>();
    for (const file of this.changes.slice(Number(fingerprint))) {
      if (file === undefined) return undefined;
      files.add(file);
    }
    return files;
  }

  fingerprint(): string {
    return String(this.changes.length);
  }

  recall(what: Remembered): unknown {
    return this.kept.get(what) ?? null;
  }

  remember(what: Remembered, value: unknown): void {
    this.kept.set(what, value);
  }

  save(): void {}

  /** The same as it was when the rules of the project last ran, whatever has changed since. */
  asOfLastRun(): ProjectMemory {
    const last = this.kept.get('problems') as LastRun | undefined;
    return {
      changedSince: () => undefined,
      fingerprint: () => last?.fingerprint ?? this.fingerprint(),
      recall: (what) => (what === 'problems' ? this.recall(what) : null),
      remember: () => {},
      save: () => {},
    };
  }

  /** Whether the rules of the project would say the same again. @param now milliseconds since 1970 */
  isSettled(now: number): boolean {
    const last = this.kept.get('problems') as LastRun | undefined;
    return last?.fingerprint === this.fingerprint() && last.from <= now && now < last.until;
  }
}

/** Of what is remembered of problems: of which project it is, and from when to when it holds. */
interface LastRun {
  readonly fingerprint: string;
  readonly from: number;
  readonly until: number;
}

/** What was found out of single files, until they change. */
export class LiveFindings implements FileFindings {
  private readonly files = new Map<string, Map<string, unknown>>();

  recall(file: string, what: string): unknown {
    return this.files.get(file)?.get(what);
  }

  keep(file: string, what: string, value: unknown): void {
    const known = this.files.get(file);
    if (known) known.set(what, value);
    else this.files.set(file, new Map([[what, value]]));
  }

  forget(file: string): void {
    this.files.delete(file);
  }
}
