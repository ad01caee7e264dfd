import { lintCommand } from './commands/lint.ts';
import type { CliCommand } from './session.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly CliCommand[] = [lintCommand];
