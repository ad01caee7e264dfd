import { disableCommand } from './commands/disable.ts';
import { enableCommand } from './commands/enable.ts';
import { explainCommand } from './commands/explain.ts';
import { extendCommand } from './commands/extend.ts';
import { initCommand } from './commands/init.ts';
import { lintCommand } from './commands/lint.ts';
import { listCommand } from './commands/list.ts';
import { newCommand } from './commands/new.ts';
import { reviewedCommand } from './commands/reviewed.ts';
import { rolloutCommand } from './commands/rollout.ts';
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
  enableCommand,
  disableCommand,
  rolloutCommand,
  extendCommand,
  reviewedCommand,
];
