import { join, resolve } from 'node:path';
import type { DemoReport } from '../../commands/demo/demo.ts';
import { formatOption } from '../format-option.ts';
import type { CliCommand, Formats } from '../session.ts';

const formats: Formats<DemoReport> = {
  text: async () => (await import('../../report/demo/text.ts')).demoText,
  json: async () => (await import('../../report/demo/json.ts')).demoJson,
};

const defaultFolder = 'flagwright-demo';

export const demoCommand: CliCommand = {
  group: 'Start',
  examples: ['demo', 'demo /tmp/shop'],
  register(program, run) {
    return program
      .command('demo')
      .summary('write a repository with a history to try everything on')
      .description(
        'Writes a git repository with half a year of a shop’s flags: six people, merges, two incidents. It is the same, down to the commit ids, wherever it is written.',
      )
      .argument('[dir]', `a folder that is empty or not there yet (default: ${defaultFolder})`)
      .addOption(formatOption(formats))
      .action((dir: string | undefined, _options: object, command) =>
        run(command, async (session) => {
          const [{ demo }, { importRepository }, { workingTree }, { packageFolder }] = await Promise.all([
            import('../../commands/demo/demo.ts'),
            import('../../git/import-repository.ts'),
            import('../../platform/working-tree.ts'),
            import('../package-folder.ts'),
          ]);
          const host = await session.host();
          const home = packageFolder();
          const chosen = dir ?? defaultFolder;
          const report = await demo(host, {
            dir: chosen,
            folder: resolve(host.root, host.cwd, chosen),
            example: home === undefined ? undefined : workingTree(join(home, 'flags.example')),
            write: (folder, commits) => importRepository(folder, commits, { env: process.env, signal: host.signal }),
          });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};
