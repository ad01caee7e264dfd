/** The rules by what they are about, in the order of `explain --all`; within a group as well. */
export const ruleGroups: readonly { readonly name: string; readonly rules: readonly string[] }[] = [
  {
    name: 'yaml and schema',
    rules: [
      'yaml-syntax',
      'duplicate-field',
      'unknown-field',
      'missing-field',
      'wrong-type',
      'invalid-value',
      'ambiguous-scalar',
      'unreadable-file',
      'file-too-large',
      'linked-file',
    ],
  },
  { name: 'identity', rules: ['duplicate-key', 'key-mismatch', 'invalid-key', 'key-style'] },
  {
    name: 'ownership',
    rules: [
      'unknown-owner',
      'owner-without-members',
      'unknown-team',
      'unknown-role',
      'too-few-approvers',
      'pointless-policy-rule',
    ],
  },
  {
    name: 'lifecycle',
    rules: [
      'missing-expiry',
      'expired',
      'expiring-soon',
      'expiry-too-far',
      'created-in-future',
      'created-moved',
      'extended-too-often',
      'extension-without-reason',
      'review-overdue',
      'stale-flag',
    ],
  },
  {
    name: 'dependencies',
    rules: [
      'unknown-prerequisite',
      'unknown-variant',
      'prerequisite-cycle',
      'prerequisite-disabled',
      'prerequisite-expires-first',
      'conflicting-flags',
      'unknown-fallback',
      'fallback-unavailable',
      'fallback-cycle',
      'unknown-system',
      'retired-system',
    ],
  },
  {
    name: 'targeting',
    rules: [
      'unknown-environment',
      'unknown-segment',
      'segment-cycle',
      'unused-segment',
      'unreachable-rule',
      'duplicate-rule',
      'zero-weights',
      'missing-otherwise',
      'contradictory-condition',
      'inverted-schedule',
      'invalid-semver',
      'unknown-attribute',
      'attribute-type',
      'mixed-variant-types',
      'invalid-jsonlogic',
    ],
  },
  { name: 'code', rules: ['unused-flag', 'undeclared-flag'] },
  { name: 'suppression', rules: ['unused-suppression', 'suppression-without-reason'] },
];

/** The name of a rule's group. */
export function groupOf(rule: string): string | undefined {
  return ruleGroups.find(({ rules }) => rules.includes(rule))?.name;
}
