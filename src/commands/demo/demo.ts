import { UserError } from '../../diagnostic/user-error.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { demoPlan, storyEnds, type PlannedCommit } from './plan.ts';
import type { Host } from '../../workspace/host.ts';

export interface DemoOptions {
  /** Where the repository is to be, as typed. */
  readonly dir: string;
  /** The same, absolute. */
  readonly folder: string;
  /** The files of flags.example; absent where the installation does not have them. */
  readonly example: FileTree | undefined;
  /** Makes a repository of commits in an empty folder, and gives their ids. */
  readonly write: (folder: string, commits: readonly PlannedCommit[]) => Promise<readonly string[]>;
}

export interface DemoReport {
  readonly command: 'demo';
  readonly ok: true;
  /** As typed. */
  readonly dir: string;
  /** Full id of the last commit; the same for everybody. */
  readonly head: string;
  readonly commits: number;
  readonly authors: number;
  /** ISO 8601. */
  readonly from: string;
  readonly until: string;
  /** The day from which to look at it, as a date: later, its flags expire. */
  readonly today: string;
}

/**
 * Writes a repository with a history to try everything on.
 * @throws UserError if the folder is not empty, or cannot be written
 */
export async function demo(host: Host, options: DemoOptions): Promise<DemoReport> {
  const { dir, folder, example, write } = options;
  const files = example && (await textsOf(example));
  if (!files || files.size === 0) {
    throw new UserError('this installation lacks the example that demo is made of', 'install flagwright again');
  }
  const plan = demoPlan(files);
  host.progress.debug(`writes ${plan.length} commits to ${folder}`);
  const ids = await write(folder, plan);
  const dates = plan.map(({ date }) => date * 1000);
  return {
    command: 'demo',
    ok: true,
    dir,
    head: ids.at(-1) ?? '',
    commits: plan.length,
    authors: new Set(plan.map(({ author }) => author.email)).size,
    from: new Date(Math.min(...dates)).toISOString(),
    until: new Date(Math.max(...dates)).toISOString(),
    today: storyEnds,
  };
}

async function textsOf(tree: FileTree): Promise<Map<string, string>> {
  const decoder = new TextDecoder();
  const entries = (await tree.list('')).filter(({ kind, path }) => kind === 'file' && path.endsWith('.yaml'));
  return new Map(
    await Promise.all(entries.map(async ({ path }) => [path, decoder.decode(await tree.read(path))] as const)),
  );
}
