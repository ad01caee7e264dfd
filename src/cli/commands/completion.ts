import { Argument, type Command } from 'commander';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { CliCommand, Session } from '../session.ts';
import { writeAll } from '../write-all.ts';

const shells = ['bash', 'zsh', 'fish'];

export const completionCommand: CliCommand = {
  group: 'Git',
  examples: ['completion bash', 'completion zsh', 'completion fish'],
  register(program, run) {
    return program
      .command('completion')
      .summary('complete words in bash, zsh or fish')
      .description(
        'Prints what lets a shell complete commands and options, and the flags, environments, teams and rules of the project. ' +
          'The first line says where to put it.',
      )
      .addArgument(new Argument('<shell>', `one of ${shells.join(', ')}`))
      .addArgument(new Argument('[words...]').argOptional())
      .action((shell: string, words: string[], _: unknown, command: Command) =>
        run(command, async (session) => {
          // What the scripts ask for; there is no need to see it in the help.
          if (shell === 'words') return answer(session, program, words);
          const { scripts } = await import('../completion/scripts.ts');
          const script = Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
          if (script === undefined || words.length > 0) {
            throw new UserError(
              `there is no completion for "${[shell, ...words].join(' ')}"`,
              didYouMean(shell, shells) ?? `it can be ${shells.join(', ')}`,
            );
          }
          await writeAll(session.io, script);
          return true;
        }),
      );
  },
};

/** A line for each word that may be where the cursor is: the word, a tab, and what it means. */
async function answer(session: Session, program: Command, words: readonly string[]): Promise<boolean> {
  const { wantedAt } = await import('../completion/wanted.ts');
  const { before, start, candidates, names } = wantedAt(program, words);
  const all = [...candidates];
  if (names !== undefined) {
    const { namesOf } = await import('../../commands/completion/names.ts');
    all.push(...(await namesOf(await session.host(), names)).map((value) => ({ value, what: '' })));
  }
  const fitting = all.filter(({ value }) => value.startsWith(start));
  await writeAll(session.io, fitting.map(({ value, what }) => `${before}${value}\t${what}\n`).join(''));
  return true;
}
