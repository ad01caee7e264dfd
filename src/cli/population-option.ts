import { UserError } from '../diagnostic/user-error.ts';
import { readInput } from './read-input.ts';
import type { Session } from './session.ts';

/** In bytes: some million contexts. It is held in memory. */
const maxPopulationSize = 128 * 1024 * 1024;

/**
 * The text of the file that `--population` names; `-` is standard input.
 * @throws UserError if it cannot be read, is too large, or not UTF-8
 */
export async function populationText(session: Session, file: string): Promise<string> {
  const bytes = await readInput(session, {
    path: file,
    maxSize: maxPopulationSize,
    help: 'name a file with --population: CSV, JSON or JSON Lines',
    helpWhenLarge: 'a part of it, drawn at random, gives nearly the same shares',
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${file === '-' ? 'standard input' : file} is not UTF-8`, 'save it as UTF-8');
  }
}
