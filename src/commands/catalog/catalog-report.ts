import type { Severity } from '../../diagnostic/diagnostic.ts';
import type { Attention } from '../../workspace/attention.ts';
import type { FlagState } from '../../workspace/flag-state.ts';
import type { GraphPicture } from '../../workspace/graph-picture.ts';

/** All that a catalogue of a project shows. */
export interface CatalogReport {
  readonly command: 'catalog';
  readonly ok: true;
  /** Its name for people. */
  readonly title: string;
  /** What is looked at; absent outside of a repository, and before the first commit. */
  readonly commit: { readonly id: string; readonly committedAt: number; readonly subject: string } | undefined;
  /** Whether files of the project differ from that commit. */
  readonly uncommitted: boolean;
  /** Milliseconds since 1970: what states and due dates are counted from. */
  readonly now: number;
  /** Lowest first. */
  readonly environments: readonly CatalogEnvironment[];
  /** Name of the environment that matters most; absent where there is none. */
  readonly main: string | undefined;
  /** By key, as are segments, teams and systems. */
  readonly flags: readonly CatalogFlag[];
  readonly segments: readonly CatalogSegment[];
  readonly teams: readonly CatalogTeam[];
  readonly systems: readonly CatalogSystem[];
  /** The worst first. */
  readonly attention: readonly Attention[];
  /** The last commits that changed something, newest first. */
  readonly changes: readonly CatalogCommit[];
  /** Why nothing is known of the past; absent where it is. */
  readonly missingHistory: string | undefined;
  /** How many files of code were searched for flags; absent where usage was not looked for. */
  readonly codeFiles: number;
  /** Everything, or, of a project that is too large for one picture, the teams and what is between them. */
  readonly graph: CatalogGraph;
}

export type CatalogGraph =
  | { readonly of: 'project'; readonly picture: GraphPicture }
  | { readonly of: 'teams'; readonly links: readonly TeamLink[] };

/** How many flags of one team need flags of another. */
export interface TeamLink {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export interface CatalogEnvironment {
  readonly name: string;
  readonly critical: boolean;
  readonly on: number;
  readonly off: number;
}

/** A flag with all that its page tells. What its file does not say, or not in the right form, is absent. */
export interface CatalogFlag {
  readonly key: string;
  readonly file: string;
  readonly description: string | undefined;
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly criticality: string;
  readonly created: string | undefined;
  /** As written. */
  readonly expires: string | undefined;
  /** Days of the calendar until its last one; negative after it. */
  readonly daysLeft: number | undefined;
  readonly retire: string | undefined;
  readonly review: string | undefined;
  /** Days until the next review; negative when overdue. */
  readonly reviewIn: number | undefined;
  readonly extensions: number;
  readonly tags: readonly string[];
  readonly variants: Readonly<Record<string, unknown>>;
  readonly off: string;
  readonly bucketBy: readonly string[];
  readonly links: readonly { readonly name: string; readonly url: string }[];
  /** In the order of the project's. */
  readonly environments: readonly CatalogTargeting[];
  readonly relations: Relations;
  /** All that need it, nearest first, then in the order of the project. */
  readonly dependents: readonly { readonly key: string; readonly depth: number; readonly via: string }[];
  /** Newest first. */
  readonly versions: readonly CatalogVersion[];
  readonly specs: readonly CatalogSpec[];
  /** Places in code, in the order of files and lines. */
  readonly usage: readonly { readonly file: string; readonly line: number; readonly text: string }[];
  readonly problems: readonly CatalogProblem[];
  /** The variant that everybody gets, if it is not the off variant and the flag is one that expires. */
  readonly everybodyGets: string | undefined;
}

/** A variant for all, or weights by variant in file order. */
export type CatalogServing = string | Readonly<Record<string, number>>;

export interface CatalogTargeting {
  readonly name: string;
  readonly enabled: boolean;
  readonly state: FlagState;
  readonly rules: readonly CatalogRule[];
  /** For whom no rule holds; absent where the file does not say, or JsonLogic decides. */
  readonly otherwise: CatalogServing | undefined;
  /** Shown instead of rules. */
  readonly jsonLogic: unknown;
}

export interface CatalogRule {
  readonly name: string;
  /** As written; absent for everybody. */
  readonly when: unknown;
  readonly serve: CatalogServing | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
}

export interface Relations {
  readonly needs: readonly Related[];
  readonly neededBy: readonly Related[];
  readonly conflicts: readonly Related[];
  readonly fallback: Related | undefined;
  /** Keys of flags that fall back to this one. */
  readonly fallbackFor: readonly string[];
  readonly segments: readonly string[];
  readonly systems: readonly string[];
}

/** What is at the other end of a dependency. */
export interface Related {
  readonly kind: 'flag' | 'system';
  readonly key: string;
  /** The variants wanted; absent where any but the off variant will do, or none is asked for. */
  readonly variants: readonly string[] | undefined;
  readonly reason: string | undefined;
}

export interface CatalogVersion {
  readonly number: number;
  readonly commit: string;
  /** Milliseconds since 1970, by the committer's clock. */
  readonly committedAt: number;
  readonly author: string;
  readonly subject: string;
  /** What it changed, in words. */
  readonly changes: readonly string[];
}

export interface CatalogSpec {
  readonly file: string;
  readonly cases: readonly {
    readonly name: string;
    readonly environment: string | undefined;
    /** What is not as expected; empty if it passed. */
    readonly failures: readonly string[];
  }[];
}

export interface CatalogProblem {
  readonly severity: Severity;
  readonly rule: string;
  readonly message: string;
  readonly help: string | undefined;
}

export interface CatalogSegment {
  readonly key: string;
  readonly file: string;
  readonly description: string | undefined;
  readonly owner: string | undefined;
  /** The condition as written. */
  readonly when: unknown;
  readonly uses: readonly string[];
  readonly usedBy: readonly string[];
  /** Flags that use it, directly or through others, with the environments. */
  readonly flags: readonly { readonly key: string; readonly environments: readonly string[] }[];
  readonly versions: readonly CatalogVersion[];
}

export interface CatalogTeam {
  /** As in `owner`; empty for flags that have none. */
  readonly key: string;
  /** Whether owners.yaml has it. */
  readonly known: boolean;
  readonly name: string | undefined;
  readonly contact: string | undefined;
  readonly members: readonly string[];
  readonly flags: readonly string[];
  readonly segments: readonly string[];
  readonly systems: readonly string[];
}

export interface CatalogSystem {
  readonly key: string;
  readonly owner: string | undefined;
  /** Absent where systems.yaml does not know it. */
  readonly status: string | undefined;
  readonly criticality: string | undefined;
  readonly capacity: string | undefined;
  /** Flags that affect it. */
  readonly flags: readonly string[];
  /** Flags that fall back to it. */
  readonly fallbackFor: readonly string[];
}

export interface CatalogCommit {
  readonly commit: string;
  readonly committedAt: number;
  readonly author: string;
  readonly subject: string;
  readonly reason: string | undefined;
  readonly changed: readonly {
    readonly kind: 'flag' | 'segment' | 'file';
    /** Key of the flag or segment, else the name of the file. */
    readonly name: string;
    readonly changes: readonly string[];
  }[];
  /** How many more things it changed. */
  readonly more: number;
}
