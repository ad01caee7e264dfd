import type { Flag } from '../../model/flag.ts';
import type { FoundRisk, Risk } from '../risk.ts';
import type { Situation } from '../situation.ts';

const off = 'environments: { production: false }\n';
const conflicts = 'conflicts: [{ flag: performance-mode }]\n';

export const newConflictRisk: Risk = {
  code: 'new-conflict',
  group: 'dependencies',
  severity: 'high',
  summary: 'The restored state is on together with a flag that it conflicts with.',
  why: 'Somebody wrote down that these two do harm together. Only people keep them apart: evaluation ignores conflicts.',
  acceptable: true,
  states: ['conflicting-flags'],
  examples: {
    has: [
      {
        before: { 'express-checkout': `${conflicts}${off}`, 'performance-mode': '' },
        after: { 'express-checkout': conflicts },
        says: ['express-checkout and performance-mode conflict, and would both be on'],
      },
      {
        before: { 'express-checkout': conflicts, 'performance-mode': off },
        after: { 'performance-mode': '' },
        says: ['performance-mode and express-checkout conflict, and would both be on'],
      },
    ],
    hasNot: [
      { before: { 'read-only': off }, after: { 'read-only': 'conflicts: [{ flag: read-only }]\n' } },
      {
        before: { 'express-checkout': `${conflicts}${off}`, 'performance-mode': off },
        after: { 'express-checkout': conflicts },
      },
      {
        before: { 'express-checkout': conflicts, 'performance-mode': '' },
        after: { 'express-checkout': `${conflicts}tags: [checkout]\n` },
      },
    ],
  },
  check(situation) {
    const changed = new Set(situation.effects.map(({ flag, environment }) => JSON.stringify([flag, environment])));
    const found: FoundRisk[] = [];
    for (const { name } of situation.environments) {
      for (const [declares, other] of conflictsIn(situation, name)) {
        const isDeclarers = changed.has(JSON.stringify([declares.key, name]));
        const [flag, against] = isDeclarers ? [declares.key, other.key] : [other.key, declares.key];
        found.push({
          flag,
          others: [against],
          environment: name,
          message: `${flag} and ${against} conflict, and would both be on`,
          evidence: [`${declares.key} declares the conflict`, `today they are not both on in ${name}`],
          remedy: [`flagwright disable ${against} --env ${name} first, or choose a version with ${flag} off`],
        });
      }
    }
    return found;
  },
};

/** The pairs that are on together afterwards and are not today, each once: who declares it, and the other. */
function conflictsIn({ before, after }: Situation, environment: string): readonly (readonly [Flag, Flag])[] {
  const pairs = new Map<string, readonly [Flag, Flag]>();
  const wasActive = (key: string): boolean => {
    const flag = before.project.flags.get(key);
    return flag !== undefined && before.activity.isActive(flag, environment);
  };
  for (const flag of after.project.flags.values()) {
    if (flag.conflicts.length === 0 || !after.activity.isActive(flag, environment)) continue;
    for (const key of flag.conflicts) {
      const other = after.project.flags.get(key);
      if (!other || other === flag || !after.activity.isActive(other, environment)) continue;
      if (wasActive(flag.key) && wasActive(key)) continue;
      const pair = JSON.stringify([flag.key, key].sort());
      if (!pairs.has(pair)) pairs.set(pair, [flag, other]);
    }
  }
  return [...pairs.values()];
}
