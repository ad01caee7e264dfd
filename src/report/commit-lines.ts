import { printable, prose } from '../diagnostic/printable.ts';
import type { CommitReport } from '../workspace/commit-change.ts';
import type { Style } from './style.ts';

/** What became of a change that was committed: which commit, where, and whether it was pushed. */
export function commitLines(commit: CommitReport, { paint, unicode }: Style): string[] {
  const { branch, newBranch, subject, pushedTo, pushError } = commit;
  const place = branch === undefined ? 'at HEAD, on no branch' : `on ${newBranch ? 'the new branch ' : ''}${branch}`;
  const lines = [`commit ${commit.commit.slice(0, 7)} ${printable(place, unicode)}: ${prose(subject, unicode)}`];
  if (pushedTo !== undefined) return [...lines, `pushed to ${printable(pushedTo, unicode)}`];
  if (pushError !== undefined) {
    const said = pushError.split('\n').map((line) => `  ${printable(line, unicode)}`);
    return [...lines, `${paint.bold.red('not pushed')}: git says`, ...said];
  }
  if (branch === undefined) return lines;
  const command = newBranch ? `git push origin ${branch}` : 'git push';
  return [...lines, paint.dim(`not pushed: ${printable(command, unicode)}, or next time --push`)];
}
