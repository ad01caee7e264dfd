import type { PolicyViolation } from '../policy/verdict.ts';

/** Something that is not as the record would have it. */
export interface Violation {
  readonly code:
    | PolicyViolation['code']
    | 'rewritten-history'
    | 'anchor-moved-back'
    | 'unsigned'
    | 'bad-signature'
    | 'unknown-signer'
    | 'signer-not-author'
    | 'emergency-not-reviewed';
  /** Full id of the commit it is about, as far as there is one. */
  readonly commit: string;
  readonly message: string;
  /** What shows it, one fact each. */
  readonly evidence: readonly string[];
  /** Of what a policy does not allow: the rule, where, who is wanted and who is there. */
  readonly against?: Pick<PolicyViolation, 'rule' | 'places' | 'required'>;
}

/** What one kind of check has found. */
export interface Checked {
  readonly violations: readonly Violation[];
  readonly notes: readonly string[];
  /** How much there was to check. */
  readonly checked: number;
}
