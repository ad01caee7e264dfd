import { resolve } from 'node:path';
import type { MergeDriverReport } from '../../commands/merge-driver/merge-driver.ts';
import type { CliCommand, Session } from '../session.ts';

/** As git's own, where it is asked for none. */
const usualMarkerSize = 7;

export const mergeDriverCommand: Pick<CliCommand, 'register'> = {
  register(git, run) {
    return git
      .command('merge-driver')
      .summary('merge a file for git')
      .description(
        'Merges two versions of a file in meaning and writes the result to OURS, with exit code 1 and ordinary ' +
          'conflict markers around what both sides changed differently. Git runs it.',
      )
      .argument('<base>', '%O: the version that both started from')
      .argument('<ours>', '%A: our version, and the result')
      .argument('<theirs>', '%B: their version')
      .argument('<size>', '%L: how many characters make a marker')
      .argument('<path>', '%P: the path of the file in the repository')
      .action((base: string, ours: string, theirs: string, size: string, path: string, _: object, command) =>
        run(command, async (session) => {
          const report = await mergeFor(session, { base, ours, theirs }, Number(size), path);
          const { mergeDriverLines } = await import('../../report/merge-driver/text.ts');
          for (const line of mergeDriverLines(report)) session.note(line);
          return report.ok;
        }),
      );
  },
};

async function mergeFor(
  session: Session,
  files: { readonly base: string; readonly ours: string; readonly theirs: string },
  size: number,
  path: string,
): Promise<MergeDriverReport> {
  const { mergeDriver } = await import('../../commands/merge-driver/merge-driver.ts');
  const { mergeFiles, mergeLines, readBytes } = await import('../../git/merge-file.ts');
  const { replaceFile } = await import('../../platform/file-writer.ts');
  const cwd = resolve(session.io.cwd(), session.options.cwd ?? '.');
  const markerSize = Number.isInteger(size) && size > 0 && size < 1000 ? size : usualMarkerSize;
  const options = { cwd, env: session.io.env, markerSize };
  const at = {
    base: resolve(cwd, files.base),
    ours: resolve(cwd, files.ours),
    theirs: resolve(cwd, files.theirs),
  };
  return mergeDriver(
    {
      sides: { base: readBytes(at.base), ours: readBytes(at.ours), theirs: readBytes(at.theirs) },
      mergeLines: (texts, form) => mergeLines(texts, { ...options, plain: form === 'plain' }),
      mergeBytes: () => mergeFiles(at, options),
      write: (result) => replaceFile(at.ours, result),
    },
    { path, markerSize },
  );
}
