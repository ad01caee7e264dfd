import type { ContextDeclaration } from '../model/context.ts';
import type { Definitions } from '../project/definitions.ts';
import type { Statement } from './statement.ts';

/** What every exporter is given. */
export interface ExportInput {
  /** The flags to export, in the order in which they are reported. */
  readonly keys: readonly string[];
  readonly definitions: Definitions;
  /** Empty where the engine has none. */
  readonly environment: string;
  /** For engines without schedules: what is over before this instant does not count. Milliseconds since 1970. */
  readonly now: number;
  readonly source: ExportSource;
}

/** Where the flags come from. */
export interface ExportSource {
  /** The folder of the project in its repository; `.` at the root. */
  readonly project: string;
  /** Full id; absent outside of a repository, and before the first commit. */
  readonly commit: string | undefined;
  /** Whether files of the project differ from that commit. */
  readonly uncommitted: boolean;
  /** What evaluation contexts hold; absent where the manifest does not say. */
  readonly context: ContextDeclaration | undefined;
  /** Of a commit, where the engine wants it. */
  readonly chain: ChainFacts | undefined;
}

/** What a commit and the first-parent chain up to it say. */
export interface ChainFacts {
  /** Number of commits on the chain. */
  readonly length: number;
  /** Full id of the last commit before this one at which the flags or segments of the environment were different. */
  readonly previous: string | undefined;
  /** Name of the author of the commit. */
  readonly author: string;
  /** By the committer's clock. */
  readonly committedAt: Date;
}

/** What an exporter gives. */
export interface EngineExport {
  /** The file, without the flags that the engine cannot say. */
  readonly document: string;
  /** One for each flag, in the order of the keys. */
  readonly statements: readonly Statement[];
}
