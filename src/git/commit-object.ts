import { trimEnd } from './white-space.ts';

/** A commit as git stores it. Texts are decoded; where a commit has a field twice, the last one counts, as in `git log`. */
export interface CommitObject {
  readonly parents: readonly string[];
  readonly author: Ident;
  readonly committer: Ident;
  /** From its first line that is not empty. */
  readonly message: string;
}

interface Ident {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970; undefined where the commit has no date that can be read. */
  readonly seconds: number | undefined;
}

const LINE_END = 10;
const nobody: Ident = { name: '', email: '', seconds: undefined };

/** @param content of a commit object */
export function parseCommit(content: Buffer): CommitObject {
  const nul = content.indexOf(0);
  const bytes = nul < 0 ? content : content.subarray(0, nul);
  const end = bytes.indexOf('\n\n');
  const headers = end < 0 ? bytes : bytes.subarray(0, end + 1);
  const encoding = headerAt(headers, 'encoding', headers.indexOf('\nencoding '))?.toString('latin1');
  const decode = (part: Buffer): string => decodeText(part, encoding);
  const message = end < 0 ? '' : decode(bytes.subarray(end + 2));
  return {
    parents: parentsOf(headers),
    author: identOf(decode, headerAt(headers, 'author', headers.lastIndexOf('\nauthor '))),
    committer: identOf(decode, headerAt(headers, 'committer', headers.lastIndexOf('\ncommitter '))),
    message: message.replace(/^(?:[ \t\r]*\n)+/, ''),
  };
}

function parentsOf(headers: Buffer): string[] {
  // They follow the tree directly.
  const [, lines = ''] = /^tree [0-9a-f]+\n((?:parent [0-9a-f]+\n)*)/.exec(headers.toString('latin1')) ?? [];
  return lines.split('\n').flatMap((line) => line.slice('parent '.length) || []);
}

/** The value of a header that starts behind the line end at this index. Further lines of a header start with a space. */
function headerAt(headers: Buffer, name: string, at: number): Buffer | undefined {
  if (at < 0) return undefined;
  const end = headers.indexOf(LINE_END, at + 1);
  return headers.subarray(at + name.length + 2, end < 0 ? headers.length : end);
}

/** `Name <address> seconds zone`, however broken. */
function identOf(decode: (part: Buffer) => string, line: Buffer | undefined): Ident {
  const text = line && decode(line);
  const [, name, email, rest] = /^([^<]*)<([^>]*)>(.*)$/s.exec(text ?? '') ?? [];
  if (name === undefined || email === undefined || rest === undefined) return nobody;
  // A broken address may hold more of these; the date follows the last one.
  const [, seconds] = /^[ \t\r]*(\d+)[ \t\r]*[-+]\d/.exec(rest.slice(rest.lastIndexOf('>') + 1)) ?? [];
  return { name: trimEnd(name), email, seconds: seconds === undefined ? undefined : Number(seconds) };
}

const ISO_8859_1 = /^(?:iso[-_]?8859[-_]1|latin[-_]?1|l1)$/i;
const ASCII_OR_UTF_8 = /^(?:utf-?8|us-ascii|ascii|ansi_x3\.4.*)$/i;

/** As git does: a text that is not in the encoding it claims is taken as it is. */
function decodeText(bytes: Buffer, encoding: string | undefined): string {
  if (encoding === undefined || ASCII_OR_UTF_8.test(encoding)) return bytes.toString('utf8');
  // To the web, Latin 1 is another encoding of that name.
  if (ISO_8859_1.test(encoding)) return bytes.toString('latin1');
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes.toString('utf8');
  }
}
