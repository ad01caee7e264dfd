import type { GitInstallReport } from '../../commands/git-install/git-install.ts';
import { formatOption } from '../format-option.ts';
import { addGlobalOptions, type CliCommand, type Formats } from '../session.ts';
import { mergeDriverCommand } from './git-merge-driver.ts';
import { textconvCommand } from './git-textconv.ts';

const formats: Formats<GitInstallReport> = {
  text: async () => (await import('../../report/git-install/text.ts')).gitInstallText,
  json: async () => (await import('../../report/git-install/json.ts')).gitInstallJson,
};

const installCommand: Pick<CliCommand, 'register'> = {
  register(git, run) {
    return git
      .command('install')
      .summary('let git compare and merge flags by meaning')
      .description(
        'Sets the diff and merge driver in the configuration of this repository, and names them in .gitattributes at ' +
          'its top. Run it once in each clone; where Flagwright is not on PATH, git works as before.',
      )
      .option('--hooks', 'also check flags before each commit: a pre-commit hook that lints what is staged')
      .option('--uninstall', 'take all of it out again')
      .addOption(formatOption(formats))
      .action(({ uninstall = false, hooks = false }: { uninstall?: boolean; hooks?: boolean }, command) =>
        run(command, async (session) => {
          const { gitInstall } = await import('../../commands/git-install/git-install.ts');
          const { localConfig } = await import('../../git/git-config.ts');
          const host = await session.host();
          const config = localConfig(host.root, session.io.env);
          const openHooks = async () => (await import('../../git/git-hooks.ts')).gitHooks(host.root, session.io.env);
          const report = await gitInstall(host, config, openHooks, { uninstall, hooks });
          await session.print(report, formats);
          return report.ok;
        }),
      );
  },
};

export const gitCommand: CliCommand = {
  group: 'Git',
  examples: ['git install', 'git install --hooks', 'git install --uninstall'],
  register(program, run) {
    const git = program
      .command('git')
      .summary('let git compare and merge flags by meaning')
      .description('The commands that git calls to compare and merge flags by meaning, and the one that sets them up.')
      .helpCommand(false);
    git.action(() => git.outputHelp());
    for (const command of [installCommand, textconvCommand, mergeDriverCommand]) {
      addGlobalOptions(command.register(git, run));
    }
    return git;
  },
};
