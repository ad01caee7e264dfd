/** What `rollback` can be told. */
export interface RollbackOptions {
  readonly flags: readonly string[];
  /** A version of the one flag named. */
  readonly to: number | undefined;
  /** Empty for all. */
  readonly environments: readonly string[];
  /** A date or a revision. */
  readonly since: string | undefined;
  /** A revision. */
  readonly commit: string | undefined;
  readonly off: boolean;
  readonly cascade: boolean;
  /** Codes of risks; several may be joined by commas. */
  readonly accept: readonly string[];
  /** `ID=ANSWER` each. */
  readonly decide: readonly string[];
  readonly apply: boolean;
  /** The commit that the preview was made on. */
  readonly expectHead: string | undefined;
  readonly incident: string | undefined;
  readonly reason: string | undefined;
  readonly message: string | undefined;
  /** `Name <address>` each. */
  readonly approvedBy: readonly string[];
  /** Id of the incident under which approvals are skipped. */
  readonly emergency: string | undefined;
  /** `KEY=VALUE` each. */
  readonly trailers: readonly string[];
  readonly branch: string | undefined;
  readonly push: boolean;
  readonly verify: boolean;
  /** Contexts whose exposure is counted: the name of their file, and its text. */
  readonly population: { readonly file: string; readonly text: string } | undefined;
  /** Options of every command that decide which project is looked at, and when: they belong to the command printed. */
  readonly place?: readonly string[];
}
