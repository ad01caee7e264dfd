import type { VerifyReport } from '../../commands/audit/verify.ts';
import { jsonText } from '../json.ts';

/** What was checked and found as data; see schemas/output/audit-verify.schema.json. */
export function verifyJson({ command, ok, head, checked, violations, notes }: VerifyReport): string {
  const anchors = checked.anchors.map(({ from, commit }) => ({ from, commit: commit ?? null }));
  const found = violations.map(({ code, commit, message, evidence }) => ({ code, commit, message, evidence }));
  return jsonText({ schemaVersion: 1, command, ok, head, checked: { ...checked, anchors }, violations: found, notes });
}
