import { Refusal, type RefusalReason } from '../../change/refusal.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { FlagPast } from '../../lifecycle/flag-past.ts';
import type { Flag } from '../../model/flag.ts';
import { fields, text } from '../../model/read.ts';
import { overlay } from '../../platform/overlay.ts';
import type { Project } from '../../project/project.ts';
import { commitBase, commitChange, type CommitOptions, type CommitReport } from '../../workspace/commit-change.ts';
import { expectVersion } from '../../workspace/expect-version.ts';
import type { Host } from '../../workspace/host.ts';
import { lintHistory } from '../../workspace/lint-history.ts';
import { lintedProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { refuseNewErrors } from '../../workspace/refuse-errors.ts';
import { settleBefore } from '../../workspace/settle-interrupted.ts';
import { planRetirement, type Retirement } from './plan-retirement.ts';

export interface RetireOptions {
  /** The variant that everybody is to have for ever; by default the one that everybody has. */
  readonly into: string | undefined;
  /** The version of the flag that was looked at. */
  readonly expectVersion: number | undefined;
  /** Absent where it is only said what would be done. */
  readonly commit: CommitOptions | undefined;
}

export interface RetireReport extends Retirement {
  readonly command: 'retire';
  /** Whether it can be retired; once it is to be, whether it was. */
  readonly ok: boolean;
  readonly flag: string;
  readonly owner: string | undefined;
  /** What has to be so before it is retired, in the words of its file; for a person to confirm. */
  readonly criteria: string | undefined;
  readonly commit: CommitReport | undefined;
  readonly refused: { readonly reason: RefusalReason; readonly message: string; readonly help: string } | undefined;
  /** The command that does it; absent where it cannot be done, or is done. */
  readonly next: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Says whether a flag can be retired and what is in the way; with `commit`, and nothing in the way, removes it in one commit.
 * @throws UserError for a flag or variant that does not exist, and where a commit cannot be made
 */
export async function retire(host: Host, key: string, options: RetireOptions): Promise<RetireReport> {
  const { into, commit } = options;
  if (commit && host.at !== undefined) throw new UserError('the past cannot be changed', 'leave out --at');
  if (commit) await settleBefore(host);
  const base = commit ? await commitBase(host, commit) : { tree: host.tree, commit: undefined };
  const { project, diagnostics: today } = await lintedProject(host, base.tree);
  const flag = flagOf(project, key);
  if (into !== undefined) requireKnown('variant', into, flag.variants);
  const document = await project.document(flag.file);
  const plan = await planRetirement(host, { project, flag, into, past: await pastOf(host, project, flag) });
  const report = {
    command: 'retire',
    flag: key,
    owner: flag.owner,
    criteria: text(fields(document.value).retire),
    ...plan,
    ok: plan.obstacles.length === 0,
    commit: undefined,
    refused: undefined,
    next: plan.obstacles.length === 0 && !commit ? nextCommand(key, plan.into) : [],
    now: host.clock.now().getTime(),
  } satisfies RetireReport;
  try {
    await expectVersion(host, base.commit, { key, expected: options.expectVersion, value: document.value });
    if (plan.obstacles.length > 0) return report;
    const { diagnostics: then } = await lintedProject(host, overlay(base.tree, plan.files));
    refuseNewErrors('retiring it', today, then);
    if (!commit || base.commit === undefined) return report;
    const subject = `${key}: retired${plan.into === undefined ? '' : `, "${plan.into}" for everybody`}`;
    const made = await commitChange(host, base.commit, plan.files, subject, commit);
    return { ...report, ok: made.pushError === undefined, commit: made };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { reason, message, help } = error;
    return { ...report, ok: false, refused: { reason, message, help }, next: [] };
  }
}

function flagOf({ flags, duplicates }: Project, key: string): Flag {
  requireKnown('flag', key, flags.keys(), { otherwise: '`flagwright list` shows them all' });
  const flag = flags.get(key) as Flag;
  const other = duplicates.find((one) => one.kind === 'flag' && one.key === key);
  if (!other) return flag;
  throw new UserError(`there are two flags called "${key}"`, `remove ${flag.file} or ${other.file}`);
}

async function pastOf(host: Host, project: Project, flag: Flag): Promise<FlagPast | undefined> {
  const { history } = await lintHistory(host, project);
  return (await history?.pasts({ ...project, flags: new Map([[flag.key, flag]]) }))?.get(flag.key);
}

function nextCommand(key: string, into: string | undefined): string[] {
  return ['flagwright', 'retire', key, ...(into === undefined ? [] : ['--into', into]), '--commit'];
}
