import type { Violation } from '../../audit/violation.ts';
import type { JudgedCommit } from '../../audit/range/judge-range.ts';
import type { PolicyCheckReport } from '../../commands/policy/check.ts';
import { jsonText } from '../json.ts';
import { remedyOf } from './remedy.ts';

/** The verdict as data; see schemas/output/policy-check.schema.json. */
export function policyCheckJson({ command, ok, base, head, policyFrom, commits, notes }: PolicyCheckReport): string {
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    base: base.commit,
    head: head.commit,
    policyFrom: policyFrom ?? null,
    commits: commits.map(judgedCommitData),
    notes,
  });
}

/** A commit and what is wrong with it: one entry for each flag and environment. */
export function judgedCommitData({ info, flags, governance, violations, emergency }: JudgedCommit): object {
  return {
    commit: info.id === 'uncommitted' ? null : info.id,
    subject: info.subject,
    author: info.author,
    flags,
    governance,
    emergency: emergency ?? null,
    violations: violations.flatMap(violationData),
  };
}

function violationData(violation: Violation): object[] {
  const { code, message, evidence, against } = violation;
  const plain = { code, rule: against?.rule ?? null, message, help: remedyOf(violation) ?? null, evidence };
  const required = against?.required ?? null;
  const places = against?.places ?? [];
  if (places.length === 0) return [{ ...plain, flag: null, environment: null, required, have: [], candidates: [] }];
  return places.map(({ flag, environment, have, candidates }) => ({
    ...plain,
    flag,
    environment: environment === '' ? null : environment,
    required,
    have,
    candidates,
  }));
}
