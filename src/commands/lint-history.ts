import { UserError } from '../diagnostic/user-error.ts';
import { gatherPasts } from '../lint/history/gather.ts';
import type { LintHistory } from '../lint/lint.ts';
import type { Flag } from '../model/flag.ts';
import type { Checkout } from '../platform/checkout.ts';
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
 * @param shown the only flag whose past matters; of the others at a past commit, where nothing of it is kept, none is read
 */
export async function lintHistory(host: Host, project: Project, shown?: string): Promise<FoundHistory> {
  if (!host.git) return { missing: 'this is no git repository' };
  try {
    const checkout = await checkoutOf(host);
    if (checkout.shallow) return { missing: 'this clone is shallow (git fetch --unshallow; in CI, fetch-depth: 0)' };
    const head = host.at ?? checkout.commit;
    if (head === undefined) return { history: { identity: 'no commit', pasts: async () => new Map() } };
    const flag = host.at === undefined || shown === undefined ? undefined : project.flags.get(shown);
    return { history: flag ? pastOf(flag, host, project, head) : historyUpTo(host, project, head) };
  } catch (error) {
    return { missing: gitTrouble(error) };
  }
}

/**
 * Why git gave no answer, where that is no bug of ours.
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

function historyUpTo(host: Host, project: Project, head: string): LintHistory {
  return {
    identity: head,
    async pasts() {
      const stores = await host.stores?.();
      return gatherPasts(project, host.clock.now().getTime(), {
        head,
        store: stores?.(`pasts ${project.folder}`),
        keeps: host.at === undefined,
        toolVersion: host.toolVersion,
        history: async () => (await openedHistory(host, head)).history,
        committed: () => committedFiles(host, project, head),
      });
    },
  };
}

/** The same of one flag alone. */
function pastOf(flag: Flag, host: Host, project: Project, head: string): LintHistory {
  // Without a manifest that names them, the environments are those of all flags.
  const alone = project.manifest.environments ? { ...project, flags: new Map([[flag.key, flag]]) } : project;
  const { identity, pasts } = historyUpTo(host, alone, head);
  return { identity: `${identity} ${flag.key}`, pasts };
}

/** Files of a commit say what they hold; of the working tree, git knows which are as they were committed. */
async function committedFiles(
  host: Host,
  { tree, folder }: Project,
  head: string,
): Promise<(file: string, blob: string) => boolean> {
  const isWorkingTree = host.at === undefined;
  const git = await host.git?.();
  const [entries, changed] = await Promise.all([
    tree.list(folder),
    isWorkingTree && git ? git.changedFiles(head) : undefined,
  ]);
  const changedFiles = new Set(changed);
  // Files that are only supposed to be so have no stamp.
  const stamps = new Map(entries.map(({ path, stamp }) => [path, stamp]));
  return (file, blob) => {
    const stamp = stamps.get(file);
    if (stamp === undefined) return false;
    return stamp === blob || (isWorkingTree && !OBJECT_ID.test(stamp) && !changedFiles.has(file));
  };
}

/** The stamp of a file of a commit. */
const OBJECT_ID = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
