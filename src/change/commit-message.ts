import { UserError } from '../diagnostic/user-error.ts';

/** What a commit says beside what it changes. */
export interface MessageParts {
  /** In place of the subject that the command would write; may have a body. */
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  /** `Name <address>` each. */
  readonly approvedBy: readonly string[];
  /** Id of the incident under which the change skips approvals. */
  readonly emergency?: string | undefined;
  /** `KEY=VALUE` each. */
  readonly trailers: readonly string[];
}

/**
 * The message of a commit, with its trailers as git reads them (git-interpret-trailers).
 * @param subject the first line where nothing else is said
 * @throws UserError for a trailer that git could not read, or an empty message
 */
export function commitMessage(subject: string, parts: MessageParts): string {
  const text = (parts.message ?? subject).replace(/\r\n?/g, '\n').trim();
  if (text === '') throw new UserError('the message is empty', 'write a message with -m');
  const trailers = [
    ...trailer('Reason', parts.reason),
    ...parts.approvedBy.flatMap((person) => trailer('Approved-by', person)),
    ...trailer('Emergency', parts.emergency),
    ...parts.trailers.flatMap(givenTrailer),
  ];
  if (trailers.length === 0) return `${text}\n`;
  return `${text}${endsWithTrailers(text) ? '\n' : '\n\n'}${trailers.join('\n')}\n`;
}

function givenTrailer(given: string): string[] {
  const [, key, value] = /^([A-Za-z0-9][A-Za-z0-9-]*)=(.*)$/s.exec(given) ?? [];
  if (key === undefined) throw new UserError(`"${given}" is not a trailer`, 'write it as Ticket=SHOP-812');
  return trailer(key, value);
}

/** A trailer is on one line: what was typed on several is joined. */
function trailer(key: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  const line = value.replace(/[\s\0]+/g, ' ').trim();
  if (line === '') throw new UserError(`${key} is empty`, 'say something, or leave it out');
  return [`${key}: ${line}`];
}

/** Git takes only the last paragraph for trailers, so what is added must join one that is there. */
function endsWithTrailers(text: string): boolean {
  const paragraphs = text.split(/\n[ \t]*\n/);
  const last = paragraphs.length > 1 ? (paragraphs.at(-1) ?? '') : '';
  return last !== '' && last.split('\n').every((line) => /^[A-Za-z0-9][A-Za-z0-9-]*: /.test(line));
}
