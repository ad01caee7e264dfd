import type { Host } from '../workspace/host.ts';

/** What a server for agents needs of the process it runs in. */
export interface AgentWorld {
  /**
   * Opens the project as it is at this moment.
   * @param at a revision to look at instead of the working tree
   * @param signal ends what is done with the host
   */
  open(at: string | undefined, signal: AbortSignal): Promise<OpenedHost>;
  /** What the client says. It may come in pieces of any size. */
  readonly input: AsyncIterable<Uint8Array | string>;
  /** Says something to the client; resolves when it has taken it, or is gone. */
  write(text: string): Promise<void>;
  /** Says something to whoever reads the log of the server. */
  complain(message: string): void;
  /** Ends the server. */
  readonly signal: AbortSignal;
  /** As in `--version`. */
  readonly version: string;
  /** Whether a change may be written once its diff was shown. */
  readonly allowsWrites: boolean;
  /** Names of branches that no commit may go to, beside the usual ones; `*` stands for any text. */
  readonly protect: readonly string[];
}

interface OpenedHost {
  readonly host: Host;
  close(): void;
}
