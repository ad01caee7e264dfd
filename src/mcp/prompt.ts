import type { EmbeddedResource, TextContent } from '@modelcontextprotocol/sdk/types.js';
import type { Host } from '../workspace/host.ts';
import type { NameKind } from '../commands/completion/names.ts';

/** A task that a user can hand over, with the steps that it takes here. */
export interface Prompt {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly arguments: readonly PromptArgument[];
  /**
   * What the agent is told.
   * @throws UserError for an argument that names nothing
   */
  messages(host: Host, given: Readonly<Record<string, string>>, context: PromptContext): Promise<readonly Content[]>;
}

interface PromptArgument {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** What of the project it names, to complete it. */
  readonly names?: NameKind;
}

export interface PromptContext {
  readonly allowsWrites: boolean;
}

type Content = TextContent | EmbeddedResource;

/** How a change is made, for an agent that follows steps. */
export function writeSteps({ allowsWrites }: PromptContext): string {
  return allowsWrites
    ? 'show its diff to me; once I agree, call it again with the same arguments and `apply` set to `hash`'
    : 'show its diff to me: this server only reads, so I make the change myself';
}
