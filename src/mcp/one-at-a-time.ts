/** Runs work in the order in which it comes, each when the one before has ended. */
export interface Queue {
  /** @throws what the work throws, or at once if the signal is given before its turn comes */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Settles when nothing is left to do. */
  idle(): Promise<void>;
}

export function oneAtATime(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return {
    run(signal, work) {
      const result = last.then(() => {
        signal.throwIfAborted();
        return work();
      });
      last = result.catch(() => {});
      return result;
    },
    async idle() {
      for (let seen; seen !== last;) await (seen = last);
    },
  };
}
