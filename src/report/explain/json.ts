import type { ExplainedExample, ExplainedRule, ExplainReport } from '../../commands/explain/explain.ts';
import type { ExplainedRisk, ExplainedRollback } from '../../commands/explain/explain-risk.ts';
import { jsonText } from '../json.ts';

/** The rules and risks as data; see schemas/output/explain.schema.json. */
export function explainJson({ command, rules, risks }: ExplainReport): string {
  return jsonText({ schemaVersion: 1, command, rules: rules.map(ruleJson), risks: risks.map(riskJson) });
}

function ruleJson(rule: ExplainedRule): object {
  const { id, group, severity, severityNote = null, fixed, summary, why, options, messages, bad, good } = rule;
  return {
    id,
    group,
    severity,
    severityNote,
    fixed,
    summary,
    why,
    options,
    messages: messages.map(({ text, label = null, help = null }) => ({ text, label, help })),
    examples: { bad: bad.map(exampleJson), good: good.map(exampleJson) },
  };
}

function exampleJson({ files, past, today }: ExplainedExample): object {
  return { today: today ?? null, past, files };
}

function riskJson({ code, severity, acceptable, summary, why, examples }: ExplainedRisk): object {
  return { code, severity, acceptable, summary, why, examples: examples.map(rollbackJson) };
}

function rollbackJson({ today, severity, before, after, messages }: ExplainedRollback): object {
  const changed = after.map(({ path, text }) => ({ path, text: text ?? null }));
  return { today: today ?? null, severity, before, after: changed, messages };
}
