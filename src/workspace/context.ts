import { UserError } from '../diagnostic/user-error.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { jsonErrorOffset } from '../diagnostic/json-position.ts';

/** An evaluation context as it is given on a command line. */
export interface ContextOptions {
  /** JSON, or `@FILE`, or `@-` for standard input. */
  readonly context: string | undefined;
  /** Each `NAME=VALUE`; they win over the context. */
  readonly attributes: readonly string[];
}

const contextHelp = `write an object: --context '{"targetingKey":"u-1","country":"DE"}', or @FILE with one`;

/**
 * The context that options name; without any the empty one.
 * @param read gives the text of a file by its path
 * @throws UserError if something in them is not a context
 */
export async function contextOf(
  { context, attributes }: ContextOptions,
  read: (path: string) => Promise<string>,
): Promise<EvaluationContext> {
  const isFile = context?.startsWith('@') ?? false;
  const text = isFile ? await read((context as string).slice(1)) : context;
  const given = text === undefined ? {} : parseContext(text, isFile ? (context as string).slice(1) : '--context');
  return attributes.reduce((all, one) => withAttribute(all, ...parseAttribute(one)), given);
}

/**
 * Reads a context from JSON.
 * @param source what to call it in an error
 * @throws UserError that says where it is not JSON, or that it is not an object
 */
export function parseContext(text: string, source = '--context'): EvaluationContext {
  const value = parseJson(text.replace(/^\ufeff/, ''), source, contextHelp);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as EvaluationContext;
  throw new UserError(`${source} is ${kindOf(value)}, not an object`, contextHelp);
}

/**
 * Reads `NAME=VALUE`. A value that is JSON is taken as such (`18`, `true`, `["a"]`, `"18"`), anything else as text, and so
 * are numbers that JSON could not keep and every targeting key.
 * @throws UserError if there is no name, or for what begins like JSON and is not valid
 */
export function parseAttribute(text: string): readonly [name: string, value: unknown] {
  const at = text.indexOf('=');
  if (at < 1) {
    const help = 'write NAME=VALUE: --attribute country=DE --attribute age=18';
    throw new UserError(`--attribute ${text}: there is no ${at < 0 ? 'value' : 'name'}`, help);
  }
  const name = text.slice(0, at);
  const written = text.slice(at + 1);
  if (name === 'targetingKey') return [name, written];
  if (/^\s*["[{]/.test(written)) {
    return [name, parseJson(written, `--attribute ${name}`, `write texts as they are, or as JSON in quotes`)];
  }
  return [name, scalarOf(written)];
}

function scalarOf(text: string): unknown {
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) return text;
  const number = Number(text);
  const isKept = Number.isSafeInteger(number) || (Number.isFinite(number) && !Number.isInteger(number));
  return isKept ? number : text;
}

/** A name with more dots is taken as it is. */
const mostParts = 32;

/** The context with one attribute more. A name with dots goes into nested objects, as conditions read it. */
function withAttribute(context: EvaluationContext, name: string, value: unknown): EvaluationContext {
  const dot = name.indexOf('.');
  const entries = Object.entries(context).filter(([key]) => key !== name);
  const isPlain = dot < 1 || name.split('.').length > mostParts;
  if (isPlain || Object.hasOwn(context, name)) return Object.fromEntries([...entries, [name, value]]);
  const head = name.slice(0, dot);
  const inner = Object.hasOwn(context, head) ? context[head] : {};
  if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) {
    return Object.fromEntries([...entries, [name, value]]);
  }
  const nested = withAttribute(inner as EvaluationContext, name.slice(dot + 1), value);
  return Object.fromEntries([...entries.filter(([key]) => key !== head), [head, nested]]);
}

function parseJson(text: string, source: string, help: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const offset = jsonErrorOffset(text);
    const lines = text.slice(0, offset).split('\n');
    const place = `line ${lines.length}, column ${(lines.at(-1) ?? '').length + 1}`;
    if (text.trim() === '') throw new UserError(`${source} is empty`, help);
    if (offset >= text.length)
      throw new UserError(`${source} is not valid JSON: unexpected end of input at ${place}`, help);
    const found = /^(?:[\w.+-]+|.)/su.exec(text.slice(offset, offset + 40))?.[0] ?? '';
    throw new UserError(`${source} is not valid JSON: unexpected ${JSON.stringify(found)} at ${place}`, help);
  }
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return value === null ? 'null' : `a ${typeof value === 'string' ? 'text' : typeof value}`;
}
