import { createHmac, randomBytes } from 'node:crypto';
import { UserError } from '../../diagnostic/user-error.ts';
import { makeStyle } from '../../report/style.ts';
import { unifiedDiff } from '../../report/unified-diff.ts';
import type { Host } from '../../workspace/host.ts';
import type { Found } from '../answer.ts';
import { fingerprint } from './fingerprint.ts';
import { guardedHost } from './guarded-host.ts';
import type { PlannedFile, PlannedWrite, Write, WriteReport } from './planned-write.ts';
import { protectedBranches, refuseProtected, type IsProtected } from './protected-branches.ts';

/** How changes are made: shown first, and then as they were shown. */
export interface Writing {
  readonly allowed: boolean;
  /**
   * Shows the diff of a change with its hash, or makes the change.
   * @param hash that of the diff as it was shown; absent to see it
   * @throws UserError if it is not that of the diff as it is now, or nothing may be written
   */
  carryOut(host: Host, write: Write, hash: string | undefined): Promise<Found>;
}

/** In UTF-16 units. What cannot be shown whole cannot be agreed to. */
const longestDiff = 40_000;

/** @param protect names of branches, beside the usual ones */
export function makeWriting(allowed: boolean, protect: readonly string[]): Writing {
  // A hash comes from a diff that this server has shown: without the key nobody can compute one.
  const key = randomBytes(32);
  return {
    allowed,
    async carryOut(host, write, hash) {
      if (hash !== undefined && !allowed) throw readOnly();
      const isProtected = await branchesOf(host, write, protect);
      const { files, report } = await write.plan(host);
      const project = await fingerprint(host);
      const current = signed(key, [write.request, write.commit ?? null, project, files]);
      if (hash === undefined || files.length === 0) return preview({ files, report }, allowed ? current : undefined);
      if (hash !== current) throw outdated();
      return done(await write.apply(guardedHost(host, files, isProtected)));
    },
  };
}

async function branchesOf(host: Host, { commit }: Write, protect: readonly string[]): Promise<IsProtected> {
  if (!commit || !host.git) return () => true;
  const git = await host.git();
  const isProtected = await protectedBranches(git, protect);
  refuseProtected(isProtected, commit.branch ?? (await git.head())?.branch);
  return isProtected;
}

function signed(key: Uint8Array, parts: readonly unknown[]): string {
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function preview({ files, report }: PlannedWrite, hash: string | undefined): Found {
  const diff = files.map(diffOf).join('\n');
  if (diff.length > longestDiff) {
    throw new UserError('the diff is too large to be shown here', 'make this change on the command line');
  }
  const isOpen = files.length > 0;
  const data = { applied: false, ...report, diff, hash: isOpen ? (hash ?? null) : null, nextStep: nextStep(report, isOpen, hash) };
  return { data, whole: ['diff'] };
} // prettier-ignore

function diffOf({ path, before, after }: PlannedFile): string {
  const style = makeStyle({ color: false });
  return unifiedDiff({ file: path, before: before ?? '', after: after ?? '' }, style);
}

function nextStep({ refused }: WriteReport, isOpen: boolean, hash: string | undefined): string {
  if (refused) return refusedStep;
  if (!isOpen) return 'nothing to do: everything is already in that state';
  if (hash === undefined) {
    return 'nothing was written, and this server only reads: show the diff to the user, who can make the change';
  }
  return 'nothing was written: show the diff to the user; if they agree, call again with the same arguments and `apply` set to `hash`';
}

function done(report: WriteReport): Found {
  const made = report.commit ? 'tell the user about the commit' : 'call lint; commit with git';
  const step = report.refused ? refusedStep : made;
  return { data: { applied: report.refused === null, ...report, diff: '', hash: null, nextStep: step } };
}

const refusedStep = 'nothing was written: `refused` says why';

function readOnly(): UserError {
  return new UserError(
    'this server only reads: it was started without --allow-writes',
    'show the diff to the user, who can make the change or start the server with --allow-writes',
  );
}

function outdated(): UserError {
  return new UserError(
    'nothing was written: this hash is not that of the current diff; the project or the arguments have changed',
    'call again without `apply`, and show the new diff to the user',
  );
}
