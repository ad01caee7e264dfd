import { clip } from '../diagnostic/printable.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { ErrorCode } from './agent-sdk.ts';
import type { AgentWorld } from './agent-world.ts';
import { visible } from './answer.ts';
import type { Queue } from './one-at-a-time.ts';
import { errorText } from './run-tool.ts';
import type { Call } from './tool.ts';

/** Runs requests in their turn, each with hosts of its own that are closed when it is answered. */
export type InTurn = <T>(cancelled: AbortSignal, work: (open: Call['open']) => Promise<T>) => Promise<T>;

export function inTurnOf(world: AgentWorld, queue: Queue): InTurn {
  return (cancelled, work) => {
    const signal = AbortSignal.any([cancelled, world.signal]);
    return queue.run(signal, async () => {
      const closing: (() => void)[] = [];
      try {
        return await work(async (at) => {
          const { host, close } = await world.open(at, signal);
          closing.push(close);
          return host;
        });
      } catch (error) {
        throw signal.aborted ? error : asProtocolError(error, world);
      } finally {
        for (const close of closing) close();
      }
    });
  };
}

/** An error as the protocol has it. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
  readonly code: number;

  constructor(code: ErrorCode, message: string) {
    super(visible(clip(message, 2_000)));
    this.code = code;
  }
}

/** What the caller can put right is said to the caller; anything else is our bug, which the log has whole. */
function asProtocolError(error: unknown, world: AgentWorld): ProtocolError {
  if (error instanceof UserError) return new ProtocolError(ErrorCode.InvalidParams, errorText(error));
  world.complain(`flagwright failed; this is a bug of ours\n${error instanceof Error ? error.stack : String(error)}`);
  return new ProtocolError(ErrorCode.InternalError, 'flagwright failed; this is a bug of ours, and its log has more');
}
