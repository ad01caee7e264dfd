/**
 * Rules of lint whose errors say that a file does not mean what somebody wanted it to mean. What others find (an expiry
 * that has passed, an unknown owner, flags in conflict) must not keep an urgent change from being served.
 */
export const breakingRules: ReadonlySet<string> = new Set([
  'yaml-syntax',
  'duplicate-field',
  'unknown-field',
  'missing-field',
  'wrong-type',
  'invalid-value',
  'unreadable-file',
  'file-too-large',
  'linked-file',
  'duplicate-key',
  'key-mismatch',
  'invalid-key',
  'unknown-prerequisite',
  'unknown-variant',
  'prerequisite-cycle',
  'unknown-environment',
  'unknown-segment',
  'segment-cycle',
  'duplicate-rule',
  'zero-weights',
  'missing-otherwise',
  'mixed-variant-types',
  'inverted-schedule',
  'invalid-jsonlogic',
  'invalid-semver',
]);
