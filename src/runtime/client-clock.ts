import { performance } from 'node:perf_hooks';

/** Time and chance as the client knows them: handed in, so that tests decide both. */
export interface ClientClock {
  /** Milliseconds since 1970. It may jump, forward and back. */
  now(): number;
  /** Milliseconds since some moment. It never jumps; ages and bounds are measured by it. */
  elapsed(): number;
  /** From 0 up to, but not including, 1. */
  random(): number;
  /**
   * Calls back once, after so many milliseconds.
   * @param awaited whether somebody waits for it: only then does the timer keep the process alive
   * @returns what cancels it
   */
  after(milliseconds: number, callback: () => void, awaited?: boolean): () => void;
}

/** The clock of the machine. */
export const machineClock: ClientClock = {
  now: () => Date.now(),
  elapsed: () => performance.now(),
  random: () => Math.random(),
  after(milliseconds, callback, awaited = false) {
    const timer = setTimeout(callback, milliseconds);
    if (!awaited) timer.unref();
    return () => clearTimeout(timer);
  },
};

/** What work that takes too long ends with. */
class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * Waits for work, but no longer than so many milliseconds. The work itself goes on; how it ends is then ignored.
 * @throws DeadlineError
 */
export function withinTime<Result>(clock: ClientClock, milliseconds: number, work: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(
      milliseconds,
      () => reject(new DeadlineError(`no answer withinTime ${milliseconds} ms`)),
      true,
    );
    work.then(resolve, reject).finally(cancel);
  });
}
