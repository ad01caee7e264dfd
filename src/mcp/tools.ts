import type { Tool } from './tool.ts';
import { canRetire } from './tools/can-retire.ts';
import { changeFlagTool } from './tools/change-flag.ts';
import { evaluateTool } from './tools/evaluate.ts';
import { explainRule } from './tools/explain-rule.ts';
import { findUsage } from './tools/find-usage.ts';
import { impactTool } from './tools/impact.ts';
import { lintTool } from './tools/lint.ts';
import { listFlags } from './tools/list-flags.ts';
import { newFlagTool } from './tools/new-flag.ts';
import { previewRollback } from './tools/preview-rollback.ts';
import { showFlag } from './tools/show-flag.ts';

/** Every tool, in the order in which an agent is told of them. */
export const tools: readonly Tool[] = [
  listFlags,
  showFlag,
  lintTool,
  evaluateTool,
  impactTool,
  previewRollback,
  findUsage,
  canRetire,
  explainRule,
  newFlagTool,
  changeFlagTool,
];
