import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ZodError } from 'zod';
import { clip } from '../diagnostic/printable.ts';
import { didYouMean } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { answerOf, visible } from './answer.ts';
import { errorNotice, notice } from './notice.ts';
import type { Call, Tool } from './tool.ts';

/**
 * Runs a tool.
 * @param given arguments as the client sent them
 * @returns what it found, as data and as the same data in text; or, for what the caller can put right, an error
 */
export async function runTool(tool: Tool, call: Call, given: unknown): Promise<CallToolResult> {
  try {
    const { success, data, error } = tool.input.safeParse(given ?? {});
    if (!success) throw wrongArguments(tool, error);
    const answer = answerOf(await tool.run(call, data));
    const quotes = tool.quotes.length > 0;
    const structuredContent = quotes ? { notice: notice(tool.quotes), ...answer } : answer;
    return {
      content: [{ type: 'text', text: JSON.stringify(structuredContent) }],
      structuredContent,
      ...(quotes ? { _meta: { 'flagwright/quotes': tool.quotes } } : {}),
    };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return {
      content: [{ type: 'text', text: `${asArguments(tool, errorText(error))}\n${errorNotice}` }],
      isError: true,
    };
  }
}

/** Options of the command line, as a tool calls them; what is quoted, and whole commands, stay as they are. */
function asArguments({ input }: Tool, text: string): string {
  const named = (option: string): string => {
    const name = option.slice(2).replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (Object.hasOwn(input.shape, name)) return `\`${name}\``;
    return name === 'branch' && Object.hasOwn(input.shape, 'commit') ? '`commit.branch`' : option;
  };
  const outside = (part: string): string => part.replace(/(?<![\w"'-])--[a-z]+(?:-[a-z]+)*/g, named);
  return text
    .split('`')
    .map((part, at) => (at % 2 === 0 ? outside(part) : part))
    .join('`');
}

/** In UTF-16 units. */
const longestError = 1_000;

/** What the caller can put right: what is wrong, and what to do. */
export function errorText({ message, help }: UserError): string {
  const lines = [`error: ${message}`, ...(help === undefined ? [] : [`help: ${help}`])];
  return lines.map((line) => visible(clip(line, longestError))).join('\n');
}

/** More than this is said of no call. */
const mostMistakes = 5;

function wrongArguments({ name, input }: Tool, { issues }: ZodError): UserError {
  const known = Object.keys(input.shape);
  const mistakes = issues.slice(0, mostMistakes).map((issue) => {
    const where = issue.path.join('.');
    if (issue.message.endsWith('received undefined')) return `${where} is missing`;
    return `${where === '' ? '' : `${where}: `}${issue.message}`;
  });
  const unknown = issues.flatMap((issue) => (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : []));
  const near = unknown[0] === undefined ? undefined : didYouMean(unknown[0], known);
  return new UserError(`${name} cannot be called like this: ${mistakes.join('; ')}`, near ?? `it takes ${known.join(', ')}`);
} // prettier-ignore
