import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../diagnostic/user-error.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { repeated } from './format-option.ts';
import type { Session } from './session.ts';

/** What the options give that say for whom a flag is evaluated. */
export interface ContextFlags {
  readonly env?: string;
  readonly context?: string;
  readonly attribute?: readonly string[];
}

/** A context has a few dozen attributes. */
const maxContextSize = 1024 * 1024;

/** `--env`, `--context` and `--attribute`, for every command that evaluates for one context. */
export function addContextOptions(command: Command): Command {
  return command
    .option('--env <name>', 'the environment; may be left out where there is only one')
    .option('--context <json>', 'the evaluation context as a JSON object, or @FILE with one, or @- to read it')
    .option(
      '--attribute <name=value>',
      'one attribute of the context; a value that is JSON (18, true, "18") is taken as such, any other as text; repeatable',
      repeated,
    );
}

/**
 * The context that the options name.
 * @throws UserError if it is none, or its file cannot be read
 */
export async function contextFrom(
  session: Session,
  { context, attribute = [] }: ContextFlags,
): Promise<EvaluationContext> {
  const { contextOf } = await import('../commands/context.ts');
  return contextOf({ context, attributes: attribute }, async (path) =>
    path === '-' ? session.readStdin() : readInput(resolve(session.io.cwd(), session.options.cwd ?? '.', path), path),
  );
}

/** @param shown the path as it was given */
function readInput(path: string, shown: string): string {
  const help = 'name a file with a JSON object: --context @context.json';
  try {
    if (statSync(path).isDirectory()) throw new UserError(`${shown || '.'} is a folder`, help);
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(maxContextSize + 1);
      let size = 0;
      for (let read = -1; read !== 0 && size < bytes.length; size += read)
        read = readSync(file, bytes, size, bytes.length - size, null);
      if (size > maxContextSize) throw new UserError(`${shown} is larger than 1 MiB`, help);
      return bytes.toString('utf8', 0, size);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(code === 'ENOENT' ? `there is no file ${shown}` : `cannot read ${shown}: ${code}`, help);
  }
}
