import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { UserError } from '../diagnostic/user-error.ts';

/** Bearer tokens by environment. Only their hashes are kept. */
export type Tokens = ReadonlyMap<string, readonly Buffer[]>;

/** Shorter ones could be guessed. */
const shortest = 16;
const longest = 512;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/**
 * Reads a token file: one token a line; empty lines and those that begin with `#` count for nothing.
 * @param name of the file, for messages, which never hold a token
 * @throws UserError if it holds no token, or something that cannot be one
 */
export function parseTokens(text: string, name: string): Buffer[] {
  const tokens: Buffer[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const token = line.trim();
    if (token === '' || token.startsWith('#')) continue;
    if (token.length < shortest || token.length > longest || !/^[\x21-\x7e]+$/.test(token)) {
      throw new UserError(
        `line ${at + 1} of ${name} is not a token`,
        `a token has ${shortest} to ${longest} letters, digits and signs, without spaces: openssl rand -hex 32`,
      );
    }
    tokens.push(hashOf(token));
  }
  if (tokens.length === 0) throw new UserError(`${name} holds no token`, 'write one to a line: openssl rand -hex 32');
  return tokens;
}

/** The environment that a token opens, and the hash it is known by. All tokens are compared, each in constant time. */
export function whoseToken(tokens: Tokens, token: string): { environment: string; hash: Buffer } | undefined {
  const hash = hashOf(token);
  let found: { environment: string; hash: Buffer } | undefined;
  for (const [environment, hashes] of tokens) {
    for (const known of hashes) if (timingSafeEqual(known, hash)) found ??= { environment, hash };
  }
  return found;
}

/**
 * What a browser puts into the address of an event stream, where it cannot send a token. It opens the announcements of
 * one environment and nothing else, on every server that knows the token, for as long as the token lasts.
 */
export function ticketOf(hash: Buffer, environment: string): string {
  return createHmac('sha256', hash).update(`flagwright stream ${environment}`).digest('base64url');
}

/** Whether a ticket was made of one of an environment's tokens. */
export function isTicket(tokens: Tokens, environment: string, ticket: string): Buffer | undefined {
  const given = createHash('sha256').update(ticket).digest();
  let found: Buffer | undefined;
  for (const hash of tokens.get(environment) ?? []) {
    if (timingSafeEqual(createHash('sha256').update(ticketOf(hash, environment)).digest(), given)) found ??= hash;
  }
  return found;
}
