import type { PolicyExplainReport } from '../../commands/policy/explain.ts';
import { jsonText } from '../json.ts';

/** The explanation as data; see schemas/output/policy-explain.schema.json. */
export function policyExplainJson(report: PolicyExplainReport): string {
  const { command, flag, environment, change, criticality, hasPolicy, authors, approvals, mustBeSigned } = report;
  const { owner, type, emergency, freezes } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    flag,
    environment,
    change,
    owner: owner ?? null,
    type: type ?? null,
    criticality,
    hasPolicy,
    authors,
    approvals,
    freezes: freezes.map(({ environments, ...freeze }) => ({ ...freeze, environments: environments ?? null })),
    emergency: emergency ?? null,
    mustBeSigned,
  });
}
