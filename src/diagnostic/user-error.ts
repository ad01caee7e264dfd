/**
 * Something the caller can put right: a wrong option, no project, an unknown revision.
 * It ends the command with exit code 2 and is shown as `error: message` and `help: help`.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly help: string | undefined;

  constructor(message: string, help?: string) {
    super(message);
    this.help = help;
  }
}

/** A write that is refused for what the project would be with it: the answer is no, and the command ends with exit code 1. */
export class RefusedWriteError extends UserError {}
