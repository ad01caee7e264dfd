import { auditCommand } from './commands/audit.ts';
import { bisectCommand } from './commands/bisect.ts';
import { blameCommand } from './commands/blame.ts';
import { codeownersCommand } from './commands/codeowners.ts';
import { completionCommand } from './commands/completion.ts';
import { demoCommand } from './commands/demo.ts';
import { diffCommand } from './commands/diff.ts';
import { disableCommand } from './commands/disable.ts';
import { enableCommand } from './commands/enable.ts';
import { evaluateCommand } from './commands/evaluate.ts';
import { explainCommand } from './commands/explain.ts';
import { exportCommand } from './commands/export.ts';
import { extendCommand } from './commands/extend.ts';
import { gitCommand } from './commands/git.ts';
import { graphCommand } from './commands/graph.ts';
import { historyCommand } from './commands/history.ts';
import { impactCommand } from './commands/impact.ts';
import { impactReportCommand } from './commands/impact-report.ts';
import { importCommand } from './commands/import.ts';
import { initCommand } from './commands/init.ts';
import { lifecycleCommand } from './commands/lifecycle.ts';
import { lintCommand } from './commands/lint.ts';
import { listCommand } from './commands/list.ts';
import { mcpCommand } from './commands/mcp.ts';
import { newCommand } from './commands/new.ts';
import { retireCommand } from './commands/retire.ts';
import { policyCommand } from './commands/policy.ts';
import { prCommand } from './commands/pr.ts';
import { reviewedCommand } from './commands/reviewed.ts';
import { rollbackCommand } from './commands/rollback.ts';
import { rolloutCommand } from './commands/rollout.ts';
import { serveCommand } from './commands/serve.ts';
import { showCommand } from './commands/show.ts';
import { simulateCommand } from './commands/simulate.ts';
import { statusCommand } from './commands/status.ts';
import { testCommand } from './commands/test.ts';
import { usageCommand } from './commands/usage.ts';
import type { CliCommand } from './session.ts';

/** Every command by its name, in the order in which help lists them. */
export const commands: Readonly<Record<string, CliCommand>> = {
  init: initCommand,
  demo: demoCommand,
  status: statusCommand,
  new: newCommand,
  lint: lintCommand,
  explain: explainCommand,
  list: listCommand,
  show: showCommand,
  evaluate: evaluateCommand,
  graph: graphCommand,
  impact: impactCommand,
  test: testCommand,
  simulate: simulateCommand,
  history: historyCommand,
  diff: diffCommand,
  blame: blameCommand,
  bisect: bisectCommand,
  audit: auditCommand,
  enable: enableCommand,
  disable: disableCommand,
  rollout: rolloutCommand,
  extend: extendCommand,
  reviewed: reviewedCommand,
  retire: retireCommand,
  rollback: rollbackCommand,
  lifecycle: lifecycleCommand,
  usage: usageCommand,
  codeowners: codeownersCommand,
  policy: policyCommand,
  pr: prCommand,
  export: exportCommand,
  serve: serveCommand,
  'impact-report': impactReportCommand,
  import: importCommand,
  git: gitCommand,
  completion: completionCommand,
  mcp: mcpCommand,
};
