import type { ExplainedExample, ExplainedRule, ExplainReport } from '../../commands/explain.ts';
import { jsonText } from '../json.ts';

/** The rules as data; see schemas/output/explain.schema.json. */
export function explainJson({ command, rules }: ExplainReport): string {
  return jsonText({ schemaVersion: 1, command, rules: rules.map(ruleJson) });
}

function ruleJson(rule: ExplainedRule): object {
  const { id, group, severity, severityNote = null, fixed, summary, why, messages, bad, good } = rule;
  return {
    id,
    group,
    severity,
    severityNote,
    fixed,
    summary,
    why,
    messages: messages.map(({ text, label = null, help = null }) => ({ text, label, help })),
    examples: { bad: bad.map(exampleJson), good: good.map(exampleJson) },
  };
}

function exampleJson({ files, past, today }: ExplainedExample): object {
  return { today: today ?? null, past, files };
}
