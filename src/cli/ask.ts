import type { Ask } from '../workspace/host.ts';

/** The user left a question with Ctrl-C: the command ends there, with exit code 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** inquirer is large, so it is loaded when the first question is asked; by a name, since bundlers differ in what a default is. */
const prompts = async () => ({ prompt: (await import('inquirer')).createPromptModule() });

export const askAtTerminal: Ask = {
  async input({ message, default: preset, validate }) {
    const question = {
      type: 'input' as const,
      name: 'answer',
      message,
      ...(preset !== undefined && { default: preset }),
    };
    return answered(prompts().then((inquirer) => inquirer.prompt([{ ...question, ...(validate && { validate }) }])));
  },
  async select({ message, choices, default: preset }) {
    const listed = choices.map(({ value, label }) => ({ value, name: label }));
    const question = { type: 'select' as const, name: 'answer', message, choices: listed };
    return answered(
      prompts().then((inquirer) =>
        inquirer.prompt([{ ...question, ...(preset !== undefined && { default: preset }) }]),
      ),
    );
  },
  async confirm({ message, default: preset }) {
    const question = { type: 'confirm' as const, name: 'answer', message, default: preset };
    return answered(prompts().then((inquirer) => inquirer.prompt([question])));
  },
};

async function answered<T>(asked: Promise<{ answer: T }>): Promise<T> {
  try {
    return (await asked).answer;
  } catch (error) {
    if (error instanceof Error && error.name === 'ExitPromptError') throw new InterruptedError();
    throw error;
  }
}
