import type { Command } from 'commander';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { repeated } from './format-option.ts';
import { readInput } from './read-input.ts';
import type { Session } from './session.ts';

/** The evaluation context that the options describe. */
export interface ContextFlags {
  readonly env?: string;
  readonly context?: string;
  readonly attribute?: readonly string[];
}

/** In bytes. A context has a few dozen attributes. */
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
 * @throws UserError if it is invalid, or its file cannot be read
 */
export async function contextFrom(
  session: Session,
  { context, attribute = [] }: ContextFlags,
): Promise<EvaluationContext> {
  const { contextOf } = await import('../workspace/context.ts');
  const help = 'name a file with a JSON object: --context @context.json';
  return contextOf({ context, attributes: attribute }, async (path) =>
    (await readInput(session, { path, maxSize: maxContextSize, help })).toString('utf8'),
  );
}
