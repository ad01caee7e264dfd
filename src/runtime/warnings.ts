/** Tells each warning once, and not without end. */
export class Warnings {
  readonly #told = new Set<string>();
  readonly #tell: (message: string) => void;

  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  once(message: string): void {
    // Names in messages come from the service: it must not fill the memory with them.
    if (this.#told.has(message) || this.#told.size >= 100) return;
    this.#told.add(message);
    try {
      this.#tell(`flagwright: ${message}`);
    } catch {
      // Whoever takes warnings must not stop flags from being answered.
    }
  }
}
