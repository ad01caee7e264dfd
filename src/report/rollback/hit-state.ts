import type { HitFlag, HitState } from '../../rollback/plan/plan.ts';
import { namesText } from './cut.ts';

/** How a flag is hit, in words; what is the same in every environment is said once. */
export function hitText({ environments }: HitFlag): string {
  const names = new Map<string, string[]>();
  for (const [name, state] of Object.entries(environments)) {
    const text = stateText(state);
    const where = names.get(text) ?? [];
    where.push(name);
    names.set(text, where);
  }
  if (names.size <= 1) return [...names.keys()][0] ?? '';
  return [...names].map(([text, where]) => `${namesText(where, 4)}: ${text}`).join('; ');
}

/** How badly it is hit, in any environment: 3 loses a prerequisite for all, 2 for some, 1 is not on anyway. */
export function hitWeight({ environments }: HitFlag): number {
  return Math.max(0, ...Object.values(environments).map(weightOf));
}

function weightOf({ active, losesPrerequisite, dormant, switched }: HitState): number {
  if (active && losesPrerequisite === 'wholly') return 3;
  if (losesPrerequisite === 'partly' || switched !== undefined) return 2;
  return dormant || losesPrerequisite !== undefined ? 1 : 0;
}

function stateText({ active, losesPrerequisite, dormant, switched }: HitState): string {
  if (switched === 'off') return 'on, switched off with it';
  if (switched === 'on') return 'off, switched on with it';
  if (!active) {
    if (dormant) return 'off, could not be enabled';
    return losesPrerequisite === undefined ? 'off' : 'not on, loses its prerequisite';
  }
  if (losesPrerequisite === 'wholly') return 'on, loses its prerequisite';
  return losesPrerequisite === 'partly' ? 'on, loses its prerequisite for some' : 'on, loses nothing';
}
