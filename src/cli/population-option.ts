import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { populationFormat, readPopulation } from '../workspace/population/population.ts';
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

/**
 * The contexts of the file that `--population` names; see `readPopulation`.
 * @throws UserError if it cannot be read, is too large, or not UTF-8
 */
export async function readContexts(
  session: Session,
  file: string,
): Promise<{ readonly file: string; readonly contexts: Iterable<EvaluationContext> }> {
  const text = await populationText(session, file);
  return { file, contexts: readPopulation(text, populationFormat(file, text)) };
}
