import { UserError } from '../diagnostic/user-error.ts';
import type { History } from '../history/history.ts';
import { gatherPasts, touchedFlags } from '../lint/history/gather.ts';
import type { LintHistory } from '../lint/find-problems.ts';
import type { Checkout } from '../git/checkout.ts';
import type { Project } from '../project/project.ts';
import type { Host } from './host.ts';
import { openedHistory } from './opened-history.ts';

/** The history that lint looks at, or why there is none. */
export type FoundHistory =
  | { readonly history: LintHistory; readonly missing?: undefined }
  | { readonly history?: undefined; readonly missing: string };

/**
 * What git says of the flags of a project, up to `--at`, else HEAD. Nothing but the head is read until it is asked for,
 * and git is started only if it has something new to say.
 * @param shown the only flag whose past matters; at a past commit, where nothing is kept, the past of other flags is not read
 */
export async function lintHistory(host: Host, project: Project, shown?: string): Promise<FoundHistory> {
  if (!host.git) return { missing: 'this is not a git repository' };
  try {
    const checkout = await checkoutOf(host);
    if (checkout.shallow) return { missing: 'this clone is shallow (git fetch --unshallow; in CI, fetch-depth: 0)' };
    const head = host.at ?? checkout.commit;
    if (head === undefined) return { history: noHistory };
    const history = historyUpTo(host, project, head);
    return { history: host.at === undefined || shown === undefined ? history : pastOf(shown, project, history) };
  } catch (error) {
    return { missing: gitTrouble(error) };
  }
}

/**
 * Why git failed, where that is not a bug of ours.
 * @throws the error, if it is one
 */
export function gitTrouble(error: unknown): string {
  if (error instanceof UserError) return error.message;
  if (error instanceof Error && error.name === 'GitError') return error.message.split('\n', 1)[0] ?? 'git failed';
  throw error;
}

async function checkoutOf(host: Host): Promise<Checkout> {
  const read = host.checkout?.();
  if (read) return read;
  const git = await host.git?.();
  return { commit: (await git?.head())?.commit, shallow: (await git?.isShallow()) === true };
}

const noHistory: LintHistory = {
  identity: 'no commit',
  pasts: async () => new Map(),
  touchedSince: async () => undefined,
};

function historyUpTo(host: Host, whole: Project, head: string): LintHistory {
  let opened: Promise<History> | undefined;
  const history = (): Promise<History> => (opened ??= openedHistory(host, head).then((one) => one.history));
  return {
    identity: head,
    async pasts(project) {
      const stores = await host.stores?.();
      return gatherPasts(project, host.clock.now().getTime(), {
        head,
        store: stores?.(`pasts ${whole.folder}`),
        // What is found out of some flags would push out what is known of the others.
        keeps: host.at === undefined && project === whole,
        toolVersion: host.toolVersion,
        history,
      });
    },
    async touchedSince(commit) {
      // What each flag says of environments depends on all flags then.
      if (whole.manifest.environments === undefined) return undefined;
      return touchedFlags(await history(), commit);
    },
  };
}

/** The same of one flag alone. */
function pastOf(flag: string, project: Project, history: LintHistory): LintHistory {
  // Without a manifest that names them, the environments are those of all flags.
  if (project.manifest.environments === undefined) return history;
  return {
    ...history,
    identity: `${history.identity} ${flag}`,
    pasts: (part) => history.pasts({ ...part, flags: new Map([...part.flags].filter(([key]) => key === flag)) }),
  };
}
