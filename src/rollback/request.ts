import type { AskedOptions } from './options.ts';

/** What is to be rolled back. */
export type RollbackTarget =
  /** Flags, each to a version (only for one flag), or to the newest that behaves differently. */
  | { readonly kind: 'flags'; readonly flags: readonly string[]; readonly version: number | undefined }
  /** Flags that are simply switched off. */
  | { readonly kind: 'off'; readonly flags: readonly string[] }
  /** Everything that changed after a commit, or only these flags of it. */
  | { readonly kind: 'since'; readonly flags: readonly string[]; readonly commit: string }
  /** What one commit did, or only to these flags. */
  | { readonly kind: 'commit'; readonly flags: readonly string[]; readonly commit: string };

/** What is asked of the stages: all of them see all of it. */
export interface RollbackRequest extends AskedOptions {
  readonly target: RollbackTarget;
}
