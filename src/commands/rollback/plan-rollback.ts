import { lintAdded } from '../../lint/lint.ts';
import type { Git } from '../../git/git.ts';
import { readPolicy } from '../../policy/policy.ts';
import { policyValue } from '../../workspace/policy-of.ts';
import { makePlan, type PlannedRollback } from '../../rollback/plan/make-plan.ts';
import type { Present } from '../../rollback/target/past.ts';
import { policyFacts } from '../../rollback/plan/policy-facts.ts';
import type { RollbackRequest } from '../../rollback/request.ts';
import { risks } from '../../rollback/risks/index.ts';
import type { RepositoryFacts } from '../../rollback/situation.ts';
import { committedTree } from '../../workspace/committed-tree.ts';
import { environmentNames } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject, supposeFiles } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { openedHistory } from '../../workspace/opened-history.ts';

/** A rollback that is planned on a commit; asked again with other answers it reads nothing twice. */
export interface RollbackPlanner {
  readonly present: Present;
  /** The trailer by which the policy knows an emergency. */
  readonly emergencyTrailer: string;
  plan(request: RollbackRequest): Promise<PlannedRollback>;
}

/**
 * Gets ready to plan rollbacks on a commit.
 * @param onBranch whether it will be committed on a new branch, which leaves the working tree alone
 */
export async function rollbackPlanner(host: Host, git: Git, base: string, onBranch: boolean): Promise<RollbackPlanner> {
  const tree = committedTree(host, git, base);
  const [project, { history }] = await Promise.all([openProject(host, tree), openedHistory(host, base)]);
  const present: Present = { git, history, project, base };
  const now = host.clock.now().getTime();
  const policy = await policyValue(project);
  // Only a policy asks who does it.
  const author = policy === undefined ? undefined : await git.userEmail();
  return {
    present,
    emergencyTrailer: readPolicy(policy).emergency.trailer,
    async plan(request) {
      for (const name of request.environments) {
        requireKnown('environment', name, environmentNames(project));
      }
      return makePlan({
        present,
        request,
        now,
        catalogue: risks,
        load: (files) => supposeFiles(host, project, files),
        lintAdded: (after) => lintAdded(after, project, { now }),
        repository: (paths) => repositoryFacts(host, git, paths, onBranch),
        policy: (effects, restorations) =>
          policyFacts({ policy, project, author, now, request }, effects, restorations),
      });
    },
  };
}

/** The policy as parsed; nothing where there is none. */
async function repositoryFacts(
  host: Host,
  git: Git,
  paths: readonly string[],
  onBranch: boolean,
): Promise<RepositoryFacts> {
  if (host.at !== undefined) return { edited: [], ahead: undefined };
  const writer = onBranch || paths.length === 0 ? undefined : await host.openWriter?.();
  const [edited = [], upstream] = await Promise.all([writer?.edited(paths), git.upstream()]);
  const commits = upstream === undefined || onBranch ? 0 : await git.countMissing('HEAD', upstream);
  return { edited, ahead: upstream !== undefined && commits > 0 ? { upstream, commits } : undefined };
}
