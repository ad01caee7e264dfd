import type { RollbackOptions } from '../../src/commands/rollback/rollback-options.ts';

/** What `rollback` is told where nothing is said on its command line. */
export const rollbackDefaults: RollbackOptions = {
  flags: [],
  to: undefined,
  environments: [],
  since: undefined,
  commit: undefined,
  off: false,
  cascade: false,
  accept: [],
  decide: [],
  apply: false,
  expectHead: undefined,
  incident: undefined,
  reason: undefined,
  message: undefined,
  approvedBy: [],
  emergency: undefined,
  trailers: [],
  branch: undefined,
  push: false,
  verify: true,
  population: undefined,
};
