/** Does one thing after the other, in the order in which they are asked for. */
export class WorkQueue {
  private last: Promise<unknown> = Promise.resolve();

  /** @returns what the work returns; its failure is not that of the work after it */
  run<Result>(work: () => Promise<Result> | Result): Promise<Result> {
    const next = this.last.then(work);
    this.last = next.catch(() => {});
    return next;
  }
}
