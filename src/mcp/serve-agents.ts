import { agentServer } from './agent-server.ts';
import type { AgentWorld } from './agent-world.ts';
import { LineTransport } from './line-transport.ts';
import { oneAtATime } from './one-at-a-time.ts';

/**
 * Serves one client, over the Model Context Protocol, until it says no more or the server is ended. Every request that
 * came before is answered, unless a signal ends the server.
 */
export async function serveAgents(world: AgentWorld): Promise<void> {
  const queue = oneAtATime();
  const transport = new LineTransport(world.input, world.write);
  const server = agentServer(world, queue);
  await server.connect(transport);
  await Promise.race([transport.ended, aborted(world.signal)]);
  // Requests that came last reach the queue, and answers the transport, a turn later.
  await turn();
  await queue.idle();
  await turn();
  await transport.flushed();
  await server.close();
}

function turn(): Promise<void> {
  return new Promise((done) => void setImmediate(done));
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((done) => signal.addEventListener('abort', () => done(), { once: true }));
}
