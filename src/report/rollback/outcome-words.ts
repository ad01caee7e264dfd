import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { CommitReport } from '../../workspace/commit-change.ts';
import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import { counted } from '../style.ts';
import { namesText } from './cut.ts';
import { acceptedCodes } from './verdict.ts';

const mostStates = 8;

/** `commit 9e0d7aa on main: 2 files, risk critical (accepted: fallback-capacity)`. */
export function commitText({ commit, branch, newBranch }: CommitReport, { files, risk, risks }: RollbackPlan): string {
  const place =
    branch === undefined ? 'at HEAD, on no branch' : `on ${newBranch === undefined ? '' : 'the new branch '}${branch}`;
  const accepted = acceptedCodes(risks);
  const what = risk === 'none' ? 'no risk found' : `risk ${risk}`;
  const how = accepted.length > 0 ? ` (accepted: ${accepted.join(', ')})` : '';
  return `commit ${commit.slice(0, 7)} ${place}: ${counted(files.size, 'file')}, ${what}${how}`;
}

/** What is on and off now: `payment-api-v2 off, new-checkout-ui off`. What was neither goes by its version. */
export function stateNow({ plan, environments }: RollbackReport): string {
  const { effects, restorations } = plan;
  const places = new Map<string, string[]>();
  const switched = new Set<string>();
  for (const { flag, environment, before, after } of effects) {
    if (before === after) continue;
    switched.add(flag);
    const state = `${flag} ${after ? 'on' : 'off'}`;
    const where = places.get(state) ?? [];
    where.push(environment);
    places.set(state, where);
  }
  const states = [...places].map(([state, where]) =>
    environments.length === 1 ? state : `${state} in ${where.join(' and ')}`,
  );
  const others = restorations
    .filter(({ kind, key, changes }) => changes.length > 0 && !(kind === 'flag' && switched.has(key)))
    .map(({ kind, key, to }) => {
      const name = kind === 'segment' ? `segment ${key}` : key;
      return to ? `${name} as in version ${to.number}` : `${name} as before`;
    });
  return namesText([...states, ...others], mostStates);
}

/** The command that takes a rollback back; none as long as it is on a branch that was made for it. */
export function undoWords({ commit, newBranch }: CommitReport): readonly string[] | undefined {
  if (newBranch !== undefined) return undefined;
  return ['flagwright', 'rollback', '--commit', commit.slice(0, 7), '--apply', '--reason', '...'];
}

/** Where it is not pushed: that, and how it is done. */
export function pushText({ branch, newBranch, pushedTo }: CommitReport): string {
  if (pushedTo !== undefined) return `pushed to ${pushedTo}`;
  if (branch === undefined) return 'not pushed: HEAD is on no branch';
  return `not pushed: ${newBranch === undefined ? 'git push' : `git push origin ${branch}`}, or next time --push`;
}
