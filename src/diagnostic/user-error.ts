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
