import { explainCommand } from './commands/explain.ts';
import { gitCommand } from './commands/git.ts';
import { initCommand } from './commands/init.ts';
import { lintCommand } from './commands/lint.ts';
import { listCommand } from './commands/list.ts';
import { newCommand } from './commands/new.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
import type { CliCommand } from './session.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly CliCommand[] = [
  initCommand,
  statusCommand,
  newCommand,
  lintCommand,
  explainCommand,
  listCommand,
  showCommand,
  gitCommand,
];
