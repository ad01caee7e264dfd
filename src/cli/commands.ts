import { auditCommand } from './commands/audit.ts';
import { bisectCommand } from './commands/bisect.ts';
import { blameCommand } from './commands/blame.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { disableCommand } from './commands/disable.ts';
import { enableCommand } from './commands/enable.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { explainCommand } from './commands/explain.ts';
import { extendCommand } from './commands/extend.ts';
import { gitCommand } from './commands/git.ts';
import { historyCommand } from './commands/history.ts';
import { initCommand } from './commands/init.ts';
import { lintCommand } from './commands/lint.ts';
import { listCommand } from './commands/list.ts';
import { newCommand } from './commands/new.ts';
import { reviewedCommand } from './commands/reviewed.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { showCommand } from './commands/show.ts';
import { statusCommand } from './commands/status.ts';
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
  evaluateCommand,
  historyCommand,
  diffCommand,
  blameCommand,
  bisectCommand,
  auditCommand,
  enableCommand,
  disableCommand,
  rolloutCommand,
  extendCommand,
  reviewedCommand,
  rollbackCommand,
  gitCommand,
];
