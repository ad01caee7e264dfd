import { UserError } from '../../diagnostic/user-error.ts';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { treePath } from '../../workspace/tree-path.ts';
import { ownerBlock, withBlock } from './block.ts';
import { ownerLines, type CodeHost, type LeftOut, type OwnerLine } from './owner-lines.ts';
import { ownedPaths } from './owner-rules.ts';
import { settleBefore } from '../../workspace/settle-interrupted.ts';

export interface CodeownersOptions {
  /** What is done with the lines: shown, compared with the file, or written into it. */
  readonly mode: 'show' | 'check' | 'write';
  /** By default what the repository looks like. */
  readonly host: CodeHost | undefined;
  /** The file, relative to the current folder; by default the one that the host reads. */
  readonly file: string | undefined;
}

export interface CodeownersReport {
  readonly command: 'codeowners';
  /** False if the file was to be checked, and is not as it should be. */
  readonly ok: boolean;
  readonly mode: CodeownersOptions['mode'];
  readonly host: CodeHost;
  readonly file: string;
  readonly lines: readonly OwnerLine[];
  readonly leftOut: readonly LeftOut[];
  /** Our block of the file, a line each. */
  readonly block: readonly string[];
  readonly before: string;
  readonly after: string;
  readonly written: boolean;
}

/** Where each host looks, in its order. */
const places: Readonly<Record<CodeHost, readonly string[]>> = {
  github: ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS'],
  gitlab: ['CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'],
};

/** Where a file goes that there is not yet. */
const newPlaces: Readonly<Record<CodeHost, string>> = { github: '.github/CODEOWNERS', gitlab: '.gitlab/CODEOWNERS' };

/**
 * The owners of flags as lines of CODEOWNERS.
 * @throws UserError outside of any project, and for a file that cannot be read or whose marks are damaged
 */
export async function codeowners(host: Host, options: CodeownersOptions): Promise<CodeownersReport> {
  const { mode } = options;
  if (mode === 'write' && host.at !== undefined) throw new UserError('the past cannot be changed', 'leave out --at');
  if (mode === 'write') await settleBefore(host);
  const project = await openProject(host);
  const paths = (await host.tree.list('')).map(({ path }) => path);
  const codeHost = options.host ?? (looksLikeGitlab(paths) ? 'gitlab' : 'github');
  const file =
    options.file === undefined
      ? (places[codeHost].find((path) => paths.includes(path)) ?? newPlaces[codeHost])
      : treePath(host, options.file);
  const { lines, leftOut } = ownerLines(ownedPaths(project), project.owners, codeHost);
  const block = ownerBlock(lines, codeHost);
  const before = paths.includes(file) ? await read(host, file) : '';
  const after = withBlock(file, before, block);
  const isRight = before === after;
  const written = mode === 'write' && !isRight;
  if (written) host.writer.write(new Map([[file, after]]));
  const ok = mode !== 'check' || isRight;
  return { command: 'codeowners', ok, mode, host: codeHost, file, lines, leftOut, block, before, after, written };
}

function looksLikeGitlab(paths: readonly string[]): boolean {
  if (paths.some((path) => path.startsWith('.github/'))) return false;
  return paths.some((path) => path === '.gitlab-ci.yml' || path.startsWith('.gitlab/'));
}

async function read(host: Host, file: string): Promise<string> {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await host.tree.read(file));
  } catch (error) {
    if (error instanceof UnreadableFileError || error instanceof TypeError) {
      throw new UserError(`${file} cannot be read as text`, 'name another file with --file');
    }
    throw error;
  }
}
