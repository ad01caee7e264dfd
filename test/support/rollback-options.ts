import { optionValues, type RollbackOptions } from '../../src/rollback/options.ts';

/** What `rollback` is told where nothing is said on its command line. */
export const rollbackDefaults: RollbackOptions = { ...optionValues(() => undefined), flags: [] };
