/** The present. Injected, so that tests and `--now` decide what today is. */
export interface Clock {
  now(): Date;
}
