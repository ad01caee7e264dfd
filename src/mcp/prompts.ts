import { clip } from '../diagnostic/printable.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { requireKnown } from '../workspace/named.ts';
import type { Prompt } from './prompt.ts';
import { retireFlag } from './prompts/retire-flag.ts';
import { wrapInFlag } from './prompts/wrap-in-flag.ts';

export const prompts: readonly Prompt[] = [wrapInFlag, retireFlag];

/** @throws UserError for a prompt that there is not */
export function promptNamed(name: string): Prompt {
  requireKnown('prompt', clip(name, 200), prompts.map((one) => one.name)); // prettier-ignore
  return prompts.find((one) => one.name === name)!;
}

/** @throws UserError for an argument that is missing or unknown */
export function requireArguments(prompt: Prompt, given: Readonly<Record<string, string>>): void {
  const names = prompt.arguments.map(({ name }) => name);
  for (const name of Object.keys(given)) requireKnown('argument', name, names);
  const missing = prompt.arguments.find(({ name, required }) => required && (given[name] ?? '').trim() === '');
  if (missing) throw new UserError(`${prompt.name} needs ${missing.name}`, missing.description);
}
