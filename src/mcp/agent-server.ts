import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { clip } from '../diagnostic/printable.ts';
import { didYouMean } from '../diagnostic/suggest.ts';
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
import type { AgentWorld } from './agent-world.ts';
import { completions } from './completions.ts';
import { describeTool } from './describe-tool.ts';
import { instructions } from './instructions.ts';
import type { Queue } from './one-at-a-time.ts';
import { describePrompt, promptMessages, prompts } from './prompts.ts';
import { inTurnOf, ProtocolError, type InTurn } from './requests.ts';
import { listResources, readResource, resourceTemplates } from './resources.ts';
import { runTool } from './run-tool.ts';
import { tools } from './tools.ts';
import { makeWriting } from './writing/writing.ts';

/** What answers a client: every request is a look at the project as it is then. */
export function agentServer(world: AgentWorld, queue: Queue): Server {
  const { version, allowsWrites } = world;
  const server = new Server(
    { name: 'flagwright', title: 'Flagwright', version },
    {
      capabilities: { tools: {}, resources: {}, prompts: {}, completions: {} },
      instructions: instructions(allowsWrites),
    },
  );
  const inTurn = inTurnOf(world, queue);
  offerTools(server, inTurn, world);
  offerResources(server, inTurn);
  offerPrompts(server, inTurn, world);
  const onerror = (error: Error): void => world.complain(clip(error.message, 500));
  return Object.assign(server, { onerror });
}

function offerTools(server: Server, inTurn: InTurn, { allowsWrites, protect }: AgentWorld): void {
  const writing = makeWriting(allowsWrites, protect);
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map((tool) => describeTool(tool, allowsWrites)),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }): Promise<CallToolResult> => {
    const named = tools.find(({ name }) => name === params.name);
    if (!named) throw unknownTool(params.name);
    return inTurn(signal, (open) => runTool(named, { open, writing }, params.arguments));
  });
}

function unknownTool(name: string): ProtocolError {
  const names = tools.map((tool) => tool.name);
  const near = didYouMean(name, names) ?? `it can be ${names.join(', ')}`;
  return new ProtocolError(ErrorCode.InvalidParams, `there is no tool "${clip(name, 200)}"; ${near}`);
}

function offerResources(server: Server, inTurn: InTurn): void {
  server.setRequestHandler(ListResourcesRequestSchema, ({ params }, { signal }) =>
    inTurn(signal, async (open) => listResources(await open(), params?.cursor)),
  );
  server.setRequestHandler(ListResourceTemplatesRequestSchema, () => ({ resourceTemplates }));
  server.setRequestHandler(ReadResourceRequestSchema, ({ params: { uri } }, { signal }) =>
    inTurn(signal, async (open) => ({ contents: [{ uri, ...(await readResource(await open(), uri)) }] })),
  );
}

function offerPrompts(server: Server, inTurn: InTurn, { allowsWrites }: AgentWorld): void {
  server.setRequestHandler(ListPromptsRequestSchema, () => ({ prompts: prompts.map(describePrompt) }));
  server.setRequestHandler(GetPromptRequestSchema, ({ params: { name, arguments: given = {} } }, { signal }) =>
    inTurn(signal, async (open) => promptMessages(await open(), name, given, { allowsWrites })),
  );
  server.setRequestHandler(CompleteRequestSchema, ({ params: { ref, argument } }, { signal }) =>
    inTurn(signal, async (open) => ({ completion: await completions(await open(), ref, argument) })),
  );
}
