import type { output, ZodObject } from 'zod';
import type { Host } from '../workspace/host.ts';
import type { Found } from './answer.ts';
import { array, int, string } from './agent-sdk.ts';
import type { Writing } from './writing/writing.ts';

/** A call of a tool, while it runs. */
export interface Call {
  /**
   * Opens the project.
   * @param at a revision to look at instead of the working tree
   */
  open(at?: string): Promise<Host>;
  readonly writing: Writing;
}

/** One thing an agent can ask for. */
export interface Tool<Input extends ZodObject = ZodObject> {
  readonly name: string;
  readonly title: string;
  /** Read by a model each time it decides what to do: a sentence or two. */
  readonly description: string;
  readonly input: Input;
  /** Its fields; an answer may have more. */
  readonly output: ZodObject;
  /** Fields of the answer, at any depth, whose text people have written, in files, commits or code. */
  readonly quotes: readonly string[];
  /** Whether it can write, once it is allowed to. */
  readonly writes?: boolean;
  /** @throws UserError for what the caller can put right */
  run(call: Call, input: output<Input>): Promise<Found>;
}

/** Checks that the parts of a tool fit together. */
export function tool<Input extends ZodObject>(definition: Tool<Input>): Tool {
  return definition as unknown as Tool;
}

/** Arguments that several tools have. */
export const flagKey = string().min(1).max(200).describe('Key of a flag');
export const atRevision = string()
  .min(1)
  .max(200)
  .optional()
  .describe('Commit, tag, branch or date (2d) to look at; default: the working tree');
export const environmentList = array(string().max(200)).max(50).optional().describe('Names of environments');
export const paging = {
  offset: int().min(0).max(1_000_000).default(0).describe('`next` of the answer before'),
  limit: int().min(1).max(100).default(50),
};
