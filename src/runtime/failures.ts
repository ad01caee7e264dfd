import type { Events } from './events.ts';
import type { FailureRecord } from './failure-record.ts';

/** The last failures, oldest first. */
export class Failures {
  readonly #records: FailureRecord[] = [];
  readonly #most: number;
  readonly #events: Events;

  /** @param most how many are kept */
  constructor(events: Events, most: number) {
    this.#events = events;
    this.#most = most;
  }

  note(record: FailureRecord): void {
    if (this.#records.length === this.#most) this.#records.shift();
    this.#records.push(record);
    this.#events.emit('failure', record);
  }

  list(): readonly FailureRecord[] {
    return [...this.#records];
  }

  last(): FailureRecord | undefined {
    return this.#records.at(-1);
  }
}

/** The message of whatever was thrown: one line, not too long. Never throws itself. */
export function messageOf(thrown: unknown): string {
  let message: unknown;
  try {
    if (thrown instanceof Error) ({ message } = thrown);
  } catch {
    // A message that cannot be read is none.
  }
  const text = typeof message === 'string' ? message : 'something that is not an error was thrown';
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}
