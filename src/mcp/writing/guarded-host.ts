import { UserError } from '../../diagnostic/user-error.ts';
import type { GitWriter } from '../../git/git-writer.ts';
import type { Host } from '../../workspace/host.ts';
import type { PlannedFile } from './planned-write.ts';
import { refuseProtected, type IsProtected } from './protected-branches.ts';

/**
 * A host that writes what was shown, byte for byte, or nothing: whoever changes a file or switches the branch at the last
 * moment changes neither what is written nor where.
 */
export function guardedHost(host: Host, files: readonly PlannedFile[], isProtected: IsProtected): Host {
  const shown = new Map(files.map(({ path, after }) => [path, after]));
  for (const path of shown.keys()) requireInProject(host, path);
  const { writer, openWriter } = host;
  return {
    ...host,
    writer: {
      write(given) {
        requireShown(shown, given);
        writer.write(given);
      },
      prepare(given) {
        requireShown(shown, given);
        return writer.prepare(given);
      },
      sweep: (names) => writer.sweep(names),
    },
    openWriter: openWriter && (async () => guardedGitWriter(await openWriter(), shown, isProtected)),
  };
}

type Contents = ReadonlyMap<string, string | null>;

function guardedGitWriter(writer: GitWriter, shown: Contents, isProtected: IsProtected): GitWriter {
  const texts = new Set(shown.values());
  return {
    ...writer,
    async writeBlob(content) {
      if (!texts.has(content)) throw notShown();
      return writer.writeBlob(content);
    },
    async stage(commit, entries) {
      const isSame = entries.size === shown.size && [...entries].every(isShown);
      if (!isSame) throw notShown();
      return writer.stage(commit, entries);
    },
    async moveRef(ref, ...rest) {
      refuseProtected(isProtected, /^refs\/heads\/(.+)$/s.exec(ref)?.[1]);
      return writer.moveRef(ref, ...rest);
    },
    async push() {
      throw new UserError('agents do not push', 'git push does');
    },
  };

  function isShown([path, entry]: readonly [string, unknown]): boolean {
    const after = shown.get(path);
    return after !== undefined && (after === null) === (entry === undefined);
  }
}

function requireShown(shown: Contents, given: Contents): void {
  const isSame = given.size === shown.size && [...given].every(([path, text]) => shown.get(path) === text);
  if (!isSame) throw notShown();
}

function notShown(): UserError {
  return new UserError(
    'nothing was written: the project has changed since the diff was shown',
    'ask for the diff again, without `apply`',
  );
}

function requireInProject({ folder = '' }: Host, path: string): void {
  if (folder === '' || path.startsWith(`${folder}/`)) return;
  throw new UserError(`${path} is outside of the project`, 'nothing was written');
}
