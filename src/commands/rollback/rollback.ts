import { Refusal } from '../../change/refusal.ts';
import { alternatives } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { RollbackOptions } from '../../rollback/options.ts';
import { rollbackMessage } from '../../rollback/plan/message.ts';
import type { PlannedRollback } from '../../rollback/plan/make-plan.ts';
import type { Decision, RollbackPlan } from '../../rollback/plan/plan.ts';
import { isSamePlan } from '../../rollback/plan/same-plan.ts';
import type { RollbackRequest } from '../../rollback/request.ts';
import { commitBase, commitChange, type CommitOptions } from '../../workspace/commit-change.ts';
import { settleBefore } from '../../workspace/settle-interrupted.ts';
import type { Host } from '../../workspace/host.ts';
import { nextCommands } from './next-rollback.ts';
import { requireHistory } from '../../workspace/opened-history.ts';
import { rollbackPlanner, type RollbackPlanner } from './plan-rollback.ts';
import type { RollbackReport } from './rollback-report.ts';
import { rollbackRequest } from './rollback-request.ts';

/**
 * Shows what a rollback would do, and does it if asked to and nothing stands in the way: one commit, all or nothing.
 * @param preview is shown what would happen before a question about it is asked
 * @throws UserError if there is nothing to go back to, or no history to go back in
 */
export async function rollback(
  host: Host,
  options: RollbackOptions,
  preview: (report: RollbackReport) => Promise<void> = async () => {},
): Promise<RollbackReport> {
  if (options.apply && host.at !== undefined) {
    throw new UserError('the past cannot be changed', 'leave out --at, or --apply');
  }
  if (options.expectHead !== undefined && !options.apply) {
    throw new UserError('--expect-head only applies with --apply', 'add --apply');
  }
  if (options.apply) await settleBefore(host);
  const git = await requireHistory(host);
  const base = host.at ?? (await commitBase(host, commitOptions(options, []))).commit;
  const planner = await rollbackPlanner(host, git, base, options.branch !== undefined);
  const reportOf = ({ request, plan, texts }: PlannedRequest): RollbackReport => ({
    command: 'rollback',
    ok: plan.blockers.length === 0,
    what: describe(options, plan),
    environments: options.environments,
    plan,
    texts,
    // The past cannot be changed, so there is nothing to do next.
    next: host.at === undefined ? nextCommands(options, plan, request) : [],
    applied: undefined,
    refused: undefined,
  });
  const planned = await decided(
    host,
    planner,
    await rollbackRequest(host, git, planner.present.history, options),
    (open) => preview(reportOf(open)),
  );
  const { request, plan } = planned;
  const report = reportOf(planned);
  if (!options.apply || plan.files.size === 0) return report;
  try {
    await requireSamePlan(host, options, request, plan);
    if (plan.blockers.length > 0) {
      await requireUnmoved(host, options, base);
      return report;
    }
    const { subject, trailers } = rollbackMessage(plan, request.target, options.environments);
    const files = new Map([...plan.files].map(([path, { after }]) => [path, after]));
    const emergency = options.emergency === undefined ? [] : [`${planner.emergencyTrailer}=${options.emergency}`];
    const known = commitOptions({ ...options, emergency: undefined }, [...emergency, ...trailers]);
    const applied = await commitChange(host, base, files, subject, known);
    return { ...report, ok: applied.pushError === undefined, applied };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { reason, message, help } = error;
    return { ...report, ok: false, refused: { reason, message, help } };
  }
}

type PlannedRequest = PlannedRollback & { readonly request: RollbackRequest };

/** Plans, and asks for every decision that is open where somebody can answer. */
async function decided(
  host: Host,
  planner: RollbackPlanner,
  request: RollbackRequest,
  preview: (planned: PlannedRequest) => Promise<void>,
): Promise<PlannedRequest> {
  const decide = new Map(request.decide);
  const asked = new Set<string>();
  for (;;) {
    const now = { ...request, decide };
    const planned = await planner.plan(now);
    const { plan } = planned;
    const open = plan.decisions.filter(({ id, chosen }) => chosen === undefined && !asked.has(id));
    const ask = host.ask;
    if (!ask || open.length === 0) return { ...planned, request: now };
    // Nobody can answer before it is known what the question is about.
    if (asked.size === 0) await preview({ ...planned, request: now });
    for (const decision of open) {
      asked.add(decision.id);
      // A key pressed too often must decide nothing.
      const answer = await ask.select({
        message: questionOf(decision, plan),
        choices: choicesOf(decision),
        default: undecided,
      });
      if (answer !== undecided) decide.set(decision.id, answer);
    }
  }
}

const undecided = '';

function questionOf({ question, code, flag }: Decision, plan: RollbackPlan): string {
  const facts = plan.risks.find((risk) => risk.code === code && risk.flag === flag)?.evidence ?? [];
  return [question, ...facts.map((fact) => `  ${fact}`)].join('\n');
}

function choicesOf({ options }: Decision): { value: string; label: string }[] {
  return [
    ...options.map(({ id, label }) => ({ value: id, label })),
    { value: undecided, label: 'leave it open for now' },
  ];
}

/** @throws Refusal if the plan is another one than that made on the commit expected */
async function requireSamePlan(
  host: Host,
  options: RollbackOptions,
  request: RollbackRequest,
  plan: RollbackPlan,
): Promise<void> {
  if (options.expectHead === undefined || !host.git) return;
  const git = await host.git();
  const expected = await git.resolve(options.expectHead);
  if (expected === plan.base) return;
  const planner = await rollbackPlanner(host, git, expected, options.branch !== undefined);
  if (isSamePlan((await planner.plan(request)).plan, plan)) return;
  throw new Refusal(
    'moved',
    `the plan is no longer the one previewed: the branch went on from ${expected.slice(0, 7)} to ${plan.base.slice(0, 7)}`,
    'look at the preview again: the same command without --apply and --expect-head',
  );
}

/**
 * What stands in the way may be half of what somebody else is committing.
 * @throws Refusal if there is a newer commit than the one that was planned on
 */
async function requireUnmoved(host: Host, options: RollbackOptions, base: string): Promise<void> {
  const { commit } = await commitBase(host, commitOptions(options, []));
  if (commit === base) return;
  throw new Refusal(
    'moved',
    `the branch went on from ${base.slice(0, 7)} to ${commit.slice(0, 7)} while this was planned`,
    'look at the preview again: the same command without --apply and --expect-head',
  );
}

function commitOptions(options: RollbackOptions, trailers: readonly string[]): CommitOptions {
  const { message, reason, approvedBy, emergency, incident, branch, push, verify } = options;
  const ofIncident = incident === undefined ? [] : [`Incident=${incident}`];
  return {
    message,
    reason,
    approvedBy,
    emergency,
    trailers: [...trailers, ...ofIncident, ...options.trailers],
    branch,
    push,
    verify,
  };
}

/** What was asked for, in words. */
function describe({ flags, since, commit, environments }: RollbackOptions, { restorations }: RollbackPlan): string {
  const names = alternatives(flags, 'and');
  const where = environments.length > 0 ? ` in ${alternatives(environments, 'and')}` : '';
  if (since !== undefined) return `everything since ${since}${names && ` of ${names}`}${where}`;
  if (commit !== undefined) return `what ${commit} did${names && ` to ${names}`}${where}`;
  const [only] = restorations;
  if (restorations.length !== 1 || !only) return names + where;
  return `${names} to ${only.to ? `version ${only.to.number}` : 'off'}${where}`;
}
