import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';

export const bin = resolve('bin/flagwright.js');

/** The day on which tests of agents happen. */
export const today = { FLAGWRIGHT_NOW: '2026-11-22' };

/** An agent: the SDK's own client, with the built program as the server that it has started. */
export interface TestAgent {
  readonly client: Client;
  /** What a tool found; it throws if the tool says that it failed. */
  call(name: string, args?: Record<string, unknown>): Promise<Record<string, unknown>>;
  /** What a tool says went wrong; it throws if nothing did. */
  fails(name: string, args?: Record<string, unknown>): Promise<string>;
  /** What the server has said in its log. */
  log(): string;
  close(): Promise<void>;
}

/** A repository with the history of `flagwright demo`. */
export function demoRepository(): TemporaryRepository {
  const repository = temporaryRepository();
  execFileSync(process.execPath, [bin, 'demo', 'shop'], { cwd: repository.path, env: repository.env });
  return repository;
}

/** Starts the server in a folder. Every answer of a tool is held to the schema of the tool, by the client. */
export async function testAgent(
  { env }: TemporaryRepository,
  cwd: string,
  ...options: readonly string[]
): Promise<TestAgent> {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [bin, 'mcp', ...options],
    env: { ...env, ...today },
    cwd,
    stderr: 'pipe',
  });
  let log = '';
  transport.stderr?.on('data', (chunk: Buffer) => (log += chunk.toString()));
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(transport);
  await client.listTools();
  const ask = async (name: string, args: Record<string, unknown>): Promise<CallToolResult> =>
    (await client.callTool({ name, arguments: args })) as CallToolResult;
  return {
    client,
    async call(name, args = {}) {
      const { content, structuredContent, isError } = await ask(name, args);
      const [text] = content;
      if (isError === true || text?.type !== 'text' || !structuredContent) throw new Error(JSON.stringify(content));
      if (text.text !== JSON.stringify(structuredContent)) throw new Error('the text says something else');
      return structuredContent;
    },
    async fails(name, args = {}) {
      const { content, isError } = await ask(name, args);
      const [text] = content;
      if (isError !== true || text?.type !== 'text') throw new Error(`${name} did not fail`);
      return text.text;
    },
    log: () => log,
    close: () => client.close(),
  };
}
