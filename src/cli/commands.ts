import { auditCommand } from './commands/audit.ts';
import { blameCommand } from './commands/blame.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { disableCommand } from './commands/disable.ts';
import { enableCommand } from './commands/enable.ts';
import { explainCommand } from './commands/explain.ts';
import { extendCommand } from './commands/extend.ts';
import { gitCommand } from './commands/git.ts';
import { historyCommand } from './commands/history.ts';
import { initCommand } from './commands/init.ts';
import { lintCommand } from './commands/lint.ts';
import { listCommand } from './commands/list.ts';
import { newCommand } from './commands/new.ts';
import { reviewedCommand } from './commands/reviewed.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { showCommand } from './commands/show.ts';
import { simulateCommand } from './commands/simulate.ts';
import { statusCommand } from './commands/status.ts';
import { testCommand } from './commands/test.ts';
import type { CliCommand } from './session.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly CliCommand[] = [
  initCommand,
  demoCommand,
  statusCommand,
  newCommand,
  lintCommand,
  explainCommand,
  listCommand,
  showCommand,
  testCommand,
  simulateCommand,
  historyCommand,
  diffCommand,
  blameCommand,
  auditCommand,
  enableCommand,
  disableCommand,
  rolloutCommand,
  extendCommand,
  reviewedCommand,
  gitCommand,
];
