import type { GetPromptResult, Prompt as PromptDescription } from '@modelcontextprotocol/sdk/types.js';
import { clip } from '../diagnostic/printable.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { Host } from '../workspace/host.ts';
import { requireKnown } from '../workspace/named.ts';
import type { Prompt, PromptContext } from './prompt.ts';
import { retireFlag } from './prompts/retire-flag.ts';
import { wrapInFlag } from './prompts/wrap-in-flag.ts';

export const prompts: readonly Prompt[] = [wrapInFlag, retireFlag];

/** A prompt as a client is told of it. */
export function describePrompt({ name, title, description, arguments: taken }: Prompt): PromptDescription {
  return { name, title, description, arguments: taken.map(({ names: _names, ...argument }) => argument) };
}

/**
 * What a prompt tells an agent.
 * @throws UserError for a prompt that does not exist, and for arguments that are missing, unknown or name nothing
 */
export async function promptMessages(
  host: Host,
  name: string,
  given: Readonly<Record<string, string>>,
  context: PromptContext,
): Promise<GetPromptResult> {
  const prompt = promptNamed(name);
  requireArguments(prompt, given);
  const contents = await prompt.messages(host, given, context);
  return { description: prompt.description, messages: contents.map((content) => ({ role: 'user', content })) };
}

function promptNamed(name: string): Prompt {
  requireKnown('prompt', clip(name, 200), prompts.map((one) => one.name)); // prettier-ignore
  return prompts.find((one) => one.name === name)!;
}

function requireArguments(prompt: Prompt, given: Readonly<Record<string, string>>): void {
  const names = prompt.arguments.map(({ name }) => name);
  for (const name of Object.keys(given)) requireKnown('argument', name, names);
  const missing = prompt.arguments.find(({ name, required }) => required && (given[name] ?? '').trim() === '');
  if (missing) throw new UserError(`${prompt.name} needs the argument ${missing.name}`, missing.description);
}
