import { UserError } from '../diagnostic/user-error.ts';

/**
 * Reads `NAME`, `NAME=on` or `NAME=off`.
 * @throws UserError for another state
 */
export function environmentState(text: string): { name: string; state: 'on' | 'off' | undefined } {
  const at = text.indexOf('=');
  if (at < 0) return { name: text, state: undefined };
  const name = text.slice(0, at);
  const state = text.slice(at + 1);
  if (state === 'on' || state === 'off') return { name, state };
  throw new UserError(`--env ${text}: "${state}" is not a state`, `write --env ${name}=on or --env ${name}=off`);
}
