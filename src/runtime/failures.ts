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

/** The message of whatever was thrown: one line, not too long. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : 'something that is not an error was thrown';
  return message.replaceAll(/\s+/g, ' ').slice(0, 300);
}
