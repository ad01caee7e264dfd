/** How often more a version is read that was announced and not given: another server of it may lag. */
const mostMissed = 6;

/** A version that was announced, until it was given or was not given too often. */
export class AwaitedVersion {
  #version = 0;
  #missed = 0;

  announced(version: number): void {
    if (version <= this.#version) return;
    this.#version = version;
    this.#missed = 0;
  }

  /** A read has given a version. @returns whether it is less than was announced, and the rest may still come */
  isMissing(given: number): boolean {
    if (this.#version <= given || ++this.#missed > mostMissed) this.#version = this.#missed = 0;
    return this.#version > 0;
  }
}
