import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { clip } from '../diagnostic/printable.ts';
import { didYouMean } from '../diagnostic/suggest.ts';
import { UserError } from '../diagnostic/user-error.ts';
import type { Host } from '../workspace/host.ts';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  ErrorCode,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListResourceTemplatesRequestSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
  Server,
} from './agent-sdk.ts';
import { visible } from './answer.ts';
import type { AgentWorld } from './agent-world.ts';
import { completions } from './completions.ts';
import { describeTool } from './describe-tool.ts';
import { instructions } from './instructions.ts';
import type { Queue } from './one-at-a-time.ts';
import { promptNamed, prompts, requireArguments } from './prompts.ts';
import { listResources, readResource, resourceTemplates } from './resources.ts';
import { errorText, runTool } from './run-tool.ts';
import type { Call } from './tool.ts';
import { tools } from './tools.ts';
import { makeWriting } from './writing/writing.ts';

/** What answers a client: every request is a look at the project as it is then. */
export function agentServer(world: AgentWorld, queue: Queue): Server {
  const { version, allowsWrites, protect } = world;
  const server = new Server(
    { name: 'flagwright', title: 'Flagwright', version },
    { capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} }, instructions: instructions(allowsWrites) },
  ); // prettier-ignore
  const writing = makeWriting(allowsWrites, protect);

  /** Runs a request when its turn comes, and closes every host that it opened. */
  const inTurn = <T>(cancelled: AbortSignal, work: (open: Call['open']) => Promise<T>): Promise<T> => {
    const signal = AbortSignal.any([cancelled, world.signal]);
    return queue.run(signal, async () => {
      const closing: (() => void)[] = [];
      const open = async (at?: string): Promise<Host> => {
        const { host, close } = await world.open(at, signal);
        closing.push(close);
        return host;
      };
      try {
        return await work(open);
      } catch (error) {
        throw signal.aborted ? error : asProtocolError(error, world);
      } finally {
        for (const close of closing) close();
      }
    });
  };

  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map((tool) => describeTool(tool, allowsWrites)),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }): Promise<CallToolResult> => {
    const named = tools.find(({ name }) => name === params.name);
    if (!named) throw unknownTool(params.name);
    return inTurn(signal, (open) => runTool(named, { open, writing }, params.arguments));
  });
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }, { signal }) =>
    inTurn(signal, async (open) => listResources(await open(), params?.cursor)),
  );
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }, { signal }) =>
    inTurn(signal, async (open) => ({ contents: [{ uri, ...(await readResource(await open(), uri)) }] })),
  );
  server.setRequestHandler(ListPromptsRequestSchema, () => ({
    prompts: prompts.map(({ name, title, description, arguments: taken }) => ({
      name,
      title,
      description,
      arguments: taken.map(({ names: _names, ...argument }) => argument),
    })),
  }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params: { name, arguments: given = {} } }, { signal }) =>
    inTurn(signal, async (open) => {
      const prompt = promptNamed(name);
      requireArguments(prompt, given);
      const contents = await prompt.messages(await open(), given, { allowsWrites });
      return {
        description: prompt.description,
        messages: contents.map((content) => ({ role: 'user' as const, content })),
      };
    }),
  );
  server.setRequestHandler(CompleteRequestSchema, ({ params: { ref, argument } }, { signal }) =>
    inTurn(signal, async (open) => ({ completion: await completions(await open(), ref, argument) })),
  );
  const onerror = (error: Error): void => world.complain(clip(error.message, 500));
  return Object.assign(server, { onerror });
}

/** An error as the protocol has it. */
class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: number;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** What the caller can put right is said to the caller; anything else is our bug, which the log has whole. */
function asProtocolError(error: unknown, world: AgentWorld): ProtocolError {
  if (error instanceof UserError) return new ProtocolError(ErrorCode.InvalidParams, errorText(error));
  world.complain(`flagwright failed; this is a bug of ours\n${error instanceof Error ? error.stack : String(error)}`);
  return new ProtocolError(ErrorCode.InternalError, 'flagwright failed; this is a bug of ours, and its log has more');
}

function unknownTool(name: string): ProtocolError {
  const names = tools.map((tool) => tool.name);
  const near = didYouMean(name, names) ?? `it can be ${names.join(', ')}`;
  return new ProtocolError(ErrorCode.InvalidParams, visible(`there is no tool "${clip(name, 200)}"; ${near}`));
}
