import type { JudgedCommit } from '../audit/range/judge-range.ts';

/** Approvals that one rule still wants of one circle of people. */
export interface MissingApprovals {
  /** Id of the rule. */
  readonly rule: string;
  /** As written: `owner`, `role:release-manager`, `team:platform`. */
  readonly from: readonly string[];
  /** How many it wants in all, and how many more at the commit that has fewest. */
  readonly count: number;
  readonly missing: number;
  /** E-mail addresses of those who have approved all of it. */
  readonly have: readonly string[];
  /** E-mail addresses of those who may still approve some of it. */
  readonly candidates: readonly string[];
  readonly places: readonly { readonly flag: string; readonly environment: string }[];
  /** Full ids, oldest first; `uncommitted` for what is not committed yet. */
  readonly commits: readonly string[];
}

/** The approvals that commits still need, each rule once for each circle of people. */
export function missingApprovals(commits: readonly JudgedCommit[]): MissingApprovals[] {
  const found = new Map<string, MissingApprovals>();
  for (const { info, violations } of commits) {
    for (const { code, against } of violations) {
      if (code !== 'approvals-missing' || !against) continue;
      const { rule, required } = against;
      for (const { flag, environment, have, candidates } of against.places) {
        const circle = [...have, ...candidates].sort();
        const name = JSON.stringify([rule, circle]);
        const known = found.get(name);
        const missing = Math.max(required.count - have.length, known?.missing ?? 0);
        const places = new Map(
          [...(known?.places ?? []), { flag, environment }].map((place) => [JSON.stringify(place), place]),
        );
        found.set(name, {
          rule,
          from: required.from,
          count: required.count,
          missing,
          have: known ? known.have.filter((person) => have.includes(person)) : have,
          candidates: [...new Set([...(known?.candidates ?? []), ...candidates])],
          places: [...places.values()],
          commits: [...new Set([...(known?.commits ?? []), info.id])],
        });
      }
    }
  }
  return [...found.values()];
}
