import type { Problem } from '../diagnostic/problem.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Flag } from '../model/flag.ts';
import type { Manifest } from '../model/manifest.ts';
import type { Owners } from '../model/owners.ts';
import type { PolicyReferences } from '../model/policy-references.ts';
import type { Segment } from '../model/segment.ts';
import type { Spec } from '../model/spec.ts';
import type { Systems } from '../model/systems.ts';
import type { FileTree } from '../platform/file-tree.ts';
import type { Document } from '../source/document.ts';
import type { Suppression } from '../source/suppression.ts';

/** All that a project's files say, read once: by key, without their texts, which are read again when asked for. */
export interface Project {
  readonly tree: FileTree;
  /** The folder of `flagwright.yaml`, relative to the root of the tree; `''` at the root. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly owners: Owners | undefined;
  readonly systems: Systems | undefined;
  /** What policy.yaml names; absent where there is none. */
  readonly policy: PolicyReferences | undefined;
  /** The manifest first, the others in code-unit order of their paths. */
  readonly files: ReadonlyMap<string, ProjectFile>;
  /** The first file of each key; `duplicates` holds the others. */
  readonly flags: ReadonlyMap<string, Flag>;
  readonly segments: ReadonlyMap<string, Segment>;
  readonly specs: readonly Spec[];
  readonly duplicates: readonly { readonly kind: 'flag' | 'segment'; readonly key: string; readonly file: string }[];
  /** Absent where nothing is kept between runs. */
  readonly memory: ProjectMemory | undefined;
  /** What was found out of the content of single files; absent where nothing of it is kept. */
  readonly findings?: FileFindings | undefined;
  /** The document of one of the files, read and parsed anew unless it was asked for a moment ago. */
  document(file: string): Promise<Document>;
}

/** One file of a project and what was found in it. */
export interface ProjectFile {
  readonly file: string;
  readonly kind: FileKind;
  /** Key of the flag, segment or spec; empty for the others. */
  readonly key: string;
  /** Id of its content as git computes it with SHA-1; absent where that is not known. */
  readonly contentId?: string | undefined;
  /** Found by looking at this file alone. */
  readonly problems: readonly Problem[];
  readonly suppressions: readonly Suppression[];
}

/** What is kept of a project beside its records: by whom it was found out. */
export type Remembered = 'problems' | 'dependencies' | 'edges';

/** What is kept of a project from run to run, for whoever can tell when it still holds. A part of a project has none. */
export interface ProjectMemory {
  /** Changes whenever a file, a setting, or what cannot be read has changed. */
  fingerprint(): string;
  /**
   * The files whose content has changed since the fingerprint was this one; undefined where that is not known, or there
   * were other files or settings.
   */
  changedSince(fingerprint: string): ReadonlySet<string> | undefined;
  /** What was remembered, as plain data; `null` where nothing was. */
  recall(what: Remembered): unknown;
  remember(what: Remembered, value: unknown): void;
  /** Writes everything that is kept, if anything is new. Failing to is not an error. */
  save(): void;
}

/** What was found out of the content of a file, kept by whoever holds a project in memory for as long as that content stays. */
export interface FileFindings {
  /** @param what names it, among all that is found out of one file; undefined where it is not known */
  recall(file: string, what: string): unknown;
  keep(file: string, what: string, value: unknown): void;
}
