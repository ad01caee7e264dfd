/**
 * Why a change was not made, though nothing is wrong with what was asked for: the answer is no (exit 1), and nothing
 * was written. `version`: the flag is at another version than expected. `moved`: somebody else's commit came in
 * between. `locked`: another process is writing. `edited`: the files have edits of their own. `operation`: a merge or
 * its like is under way. `hook`: a hook said no. `exists`: the branch is there already.
 */
export type RefusalReason = 'version' | 'moved' | 'locked' | 'edited' | 'operation' | 'hook' | 'exists';

/** Thrown within `change`, and shown as the report of a command. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly reason: RefusalReason;
  readonly help: string;

  constructor(reason: RefusalReason, message: string, help: string) {
    super(message);
    this.reason = reason;
    this.help = help;
  }
}
