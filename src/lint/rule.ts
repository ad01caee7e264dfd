import type { Fix, Path, Severity, Span } from '../diagnostic/diagnostic.ts';
import type { Place, RelatedPlace } from '../diagnostic/problem.ts';
import type { ContextDeclaration } from '../model/context.ts';
import type { FileKind } from '../model/file-kind.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import type { CodeUsage } from '../usage/usage.ts';
import type { FlagPast } from '../lifecycle/flag-past.ts';
import type { FileWithSegments } from './with-segments.ts';

/** What rules are about, in the order of `explain --all`. */
export const ruleGroups = [
  'yaml and schema',
  'identity',
  'ownership',
  'lifecycle',
  'dependencies',
  'targeting',
  'code',
  'suppression',
] as const;
export type RuleGroup = (typeof ruleGroups)[number];

/** What a rule can say. Texts may hold `{names}` that a report fills in. */
export interface RuleMessage {
  /** What is wrong. */
  readonly text: string;
  /** What the marked place is; shown beside the carets. */
  readonly label?: string;
  /** What to do; a report may give a better one of its own. */
  readonly help?: string;
}

/** The JSON Schema of an option; durations are what options have been so far. */
interface RuleOption {
  readonly description: string;
  readonly $ref: '#/definitions/Duration';
  readonly examples: readonly [string, ...string[]];
}

/** A small project that shows a rule failing or passing; test and documentation at once. */
export interface Example {
  /**
   * Flag key → the part of the file that matters. Required fields that it leaves out are filled in by the
   * test (an `ops` flag of team `platform`, see test/support/example-project.ts).
   */
  readonly flags?: Readonly<Record<string, string>>;
  /** Segment key → body, likewise. */
  readonly segments?: Readonly<Record<string, string>>;
  /** Path in the project → whole content, where a part will not do. Replaces a file of the same path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Files of the example project that this one does not have. */
  readonly without?: readonly string[];
  /** Entries that are not files, and files of which only so much matters: `large` is over 1 MiB, `crowded` holds too much, `latin-1` is not UTF-8. */
  readonly others?: Readonly<Record<string, 'link' | 'submodule' | 'unreadable' | 'large' | 'crowded' | 'latin-1'>>;
  /**
   * What was committed before, oldest first; the files above are what has become of it since. Parts of flags, completed
   * likewise. Without it there is no history.
   */
  readonly past?: readonly PastExample[];
  /** Today; default 2026-11-22. */
  readonly now?: string;
  /** Other rules that cannot but fire with a bad example. */
  readonly also?: readonly string[];
  /** For a bad example: the message that fires; default is the rule's only one. */
  readonly message?: string;
}

/** One commit of an example: all flags that there were. */
interface PastExample {
  /** The day of the commit. */
  readonly on: string;
  readonly flags: Readonly<Record<string, string>>;
}

/** One thing a rule reports. */
export interface Report<Message extends string = string> {
  readonly message: Message;
  readonly data?: Readonly<Record<string, string | number>>;
  readonly help?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly related?: readonly RelatedPlace[] | undefined;
  readonly fix?: Fix | undefined;
  /** See `Problem`. */
  readonly meaning?: number | undefined;
}

interface RuleBase<Message extends string> {
  /** Names the bad thing, in kebab-case. */
  readonly id: string;
  readonly group: RuleGroup;
  readonly summary: string;
  readonly why: string;
  readonly severity: Severity;
  /** Whether nothing can lower it: neither settings, nor options, nor suppression. */
  readonly fixed?: true;
  /** The options it has, by name, as JSON Schemas; the build puts them under `rules` in manifest.schema.json. Absent: none. */
  readonly options?: Readonly<Record<string, RuleOption>>;
  /** Where the severity depends on the case: how, in words. */
  readonly severityNote?: string;
  readonly messages: Readonly<Record<Message, RuleMessage>>;
  readonly examples: { readonly bad: readonly Example[]; readonly good: readonly Example[] };
}

/**
 * What a file rule sees: one file that parsed, and of the manifest what is declared of contexts. Its result depends on
 * nothing else, so it is kept between runs.
 */
export interface FileContext<Message extends string = string> {
  readonly document: Document;
  readonly kind: FileKind;
  /** Key of the flag, segment or spec, from the file's name. */
  readonly key: string;
  /** What contexts hold, as the manifest declares it; absent where it declares nothing. */
  readonly declaration: ContextDeclaration | undefined;
  report(at: Path | Span, report: Report<Message> & { readonly part?: 'key' | 'value' }): void;
}

/** A rule about one file by itself. */
export interface FileRule<Message extends string = string> extends RuleBase<Message> {
  readonly scope: 'file';
  /** The kinds of file it looks at. */
  readonly kinds: readonly FileKind[];
  check(context: FileContext<Message>): void;
  /** What it says of files together with the segments that they use. `check` leaves those parts of files out. */
  checkWithSegments?(context: SegmentContext<Message>): void;
}

/** What a project rule sees. */
interface ProjectContext<Message extends string = string> {
  readonly project: Project;
  /** Milliseconds since 1970: today, for expiry and schedules. */
  readonly now: number;
  report(at: Place, report: Report<Message>): void;
}

/** What a file rule sees that looks into segments. */
interface SegmentContext<Message extends string = string> extends ProjectContext<Message> {
  /** The files in which segments may matter to it. */
  readonly files: readonly FileWithSegments[];
}

/** A rule that needs more than one file, the settings, or the date. */
export interface ProjectRule<Message extends string = string> extends RuleBase<Message> {
  readonly scope: 'project';
  /**
   * Whether flags can be looked at apart, where nothing but some flags has changed. `always`: what it says of a flag is in
   * that flag's file, and depends on this flag, on those it leads to by prerequisites, conflicts and fallbacks, on settings
   * and the date; what it says of anything else depends on no flag. `if-silent`: the same, as long as it says nothing at all.
   * Absent: it is asked of the whole project whenever a flag has changed, so it must not walk over all flags.
   */
  readonly apart?: 'always' | 'if-silent';
  check(context: ProjectContext<Message>): void;
}

/** What a rule of history sees. */
export interface HistoryContext<Message extends string = string> extends ProjectContext<Message> {
  /** What commits made of the flags that expire, by key; those not committed yet have none. */
  readonly pasts: ReadonlyMap<string, FlagPast>;
}

/**
 * A rule that needs git history as well. Skipped where there is none. What it reports for a flag depends on that flag, its past,
 * the settings and the date alone: after a commit only the flags that were touched are looked at.
 */
export interface HistoryRule<Message extends string = string> extends RuleBase<Message> {
  readonly scope: 'history';
  check(context: HistoryContext<Message>): void;
}

/** What a rule about code sees. */
interface CodeContext<Message extends string = string> extends ProjectContext<Message> {
  /** What code says of the flags of the project. */
  readonly usage: CodeUsage;
}

/** A rule that looks at code as well. Skipped where the manifest does not say where code is, and nothing of it is kept. */
export interface CodeRule<Message extends string = string> extends RuleBase<Message> {
  readonly scope: 'code';
  check(context: CodeContext<Message>): void;
}

/**
 * A rule whose problems are found while a file is read: by the YAML parser, the schema or the file tree.
 * It documents and weighs them.
 */
export interface SourceRule<Message extends string = string> extends RuleBase<Message> {
  readonly scope: 'source';
}

export type Rule = FileRule | ProjectRule | HistoryRule | CodeRule | SourceRule;

/** These five give a rule its type, so that its messages are checked where it is written. */
export function fileRule<const Message extends string>(rule: Omit<FileRule<Message>, 'scope'>): FileRule {
  return { ...rule, scope: 'file' } as unknown as FileRule;
}

export function projectRule<const Message extends string>(rule: Omit<ProjectRule<Message>, 'scope'>): ProjectRule {
  return { ...rule, scope: 'project' } as unknown as ProjectRule;
}

export function historyRule<const Message extends string>(rule: Omit<HistoryRule<Message>, 'scope'>): HistoryRule {
  return { ...rule, scope: 'history' } as unknown as HistoryRule;
}

export function codeRule<const Message extends string>(rule: Omit<CodeRule<Message>, 'scope'>): CodeRule {
  return { ...rule, scope: 'code' } as unknown as CodeRule;
}

export function sourceRule<const Message extends string>(rule: Omit<SourceRule<Message>, 'scope'>): SourceRule {
  return { ...rule, scope: 'source' };
}

/** Fills the `{names}` of a message. */
export function fill(template: string, data: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(data, name) ? String(data[name]) : whole,
  );
}
