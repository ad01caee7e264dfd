/** Work of this process that must come to an end in good order. */
const underWay = new Set<Promise<unknown>>();

/**
 * Runs work that a signal must not cut off: whoever ends the process waits for it (`criticalWork`). It learns about the
 * signal by other means, and should end soon.
 */
export async function criticalSection<T>(work: () => Promise<T>): Promise<T> {
  const promise = work();
  underWay.add(promise);
  try {
    return await promise;
  } finally {
    underWay.delete(promise);
  }
}

/** Settles when no such work is under way. */
export async function criticalWork(): Promise<void> {
  while (underWay.size > 0) await Promise.allSettled(underWay);
}
