import { isTicket, whoseToken, type Tokens } from './tokens.ts';

/** What a request says of who sends it, and what it wants. */
export interface Claim {
  readonly authorization: string | undefined;
  /** The header `X-API-Key`, which OFREP allows as well. */
  readonly apiKey: string | undefined;
  /** Of the query. */
  readonly environment: string | undefined;
  /** Of the query; only event streams look at it. */
  readonly ticket?: string | undefined;
}

/** What a request may see, or why it may not. */
export type Access = { readonly environment: string; readonly token: Buffer | undefined } | Refused;

export interface Refused {
  readonly status: 400 | 401 | 403 | 404;
  readonly message: string;
}

/** Decides which environment a request is about: its token says so, or where none is needed, its query. */
export function accessTo(claim: Claim, environments: readonly string[], tokens: Tokens): Access {
  const named = claim.environment;
  const token = tokenOf(claim);
  if (token !== undefined && tokens.size > 0) {
    const found = whoseToken(tokens, token);
    if (!found) return { status: 401, message: 'the token is not known' };
    if (named !== undefined && named !== found.environment) {
      return { status: 403, message: 'the token is for another environment' };
    }
    return { environment: found.environment, token: found.hash };
  }
  const environment = named ?? (environments.length === 1 ? environments[0] : undefined);
  if (environment !== undefined && claim.ticket !== undefined) {
    const hash = isTicket(tokens, environment, claim.ticket);
    if (hash) return { environment, token: hash };
  }
  // Whether an environment exists is nothing that somebody without a token learns.
  if (
    tokens.size > 0 &&
    (environment === undefined || tokens.has(environment) || !environments.includes(environment))
  ) {
    return { status: 401, message: 'a token is needed: Authorization: Bearer TOKEN' };
  }
  if (environment === undefined) {
    return { status: 400, message: `name an environment: ?environment=${environments.join(' or ?environment=')}` };
  }
  if (!environments.includes(environment)) return { status: 404, message: 'this environment is not served' };
  return { environment, token: undefined };
}

function tokenOf({ authorization, apiKey }: Claim): string | undefined {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? apiKey;
}
