import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import { accessTo, type Access, type Refused } from './access.ts';
import type { Limits } from './limits.ts';
import type { FollowOutcome, FollowRefusal } from './follower.ts';
import type { Metrics } from './metrics.ts';
import type { ServedProject } from './served.ts';
import type { Streams } from './streams.ts';
import type { Tokens } from './tokens.ts';

/** What the routes need of the server. */
export interface Site {
  readonly environments: readonly string[];
  readonly limits: Limits;
  readonly streams: Streams;
  readonly metrics: Metrics;
  /** What is served of an environment; undefined before there was a good commit. */
  served(environment: string): ServedProject | undefined;
  /** Why the newest commit is not served. */
  refusal(): FollowRefusal | undefined;
  tokens(): Tokens;
  /** Looks for a new commit, and at the token files. */
  refresh(): Promise<FollowOutcome>;
  isDraining(): boolean;
  /** Milliseconds since 1970. */
  now(): number;
  /** Told of errors that are bugs of ours. */
  failed(error: unknown): void;
}

export interface Bindings {
  Bindings: HttpBindings;
}

export type App = Hono<Bindings>;
export type Request = Context<Bindings>;

/** What a request may see. */
export interface Opened {
  readonly served: ServedProject;
  /** The hash of the token; undefined where none is needed. */
  readonly token: Buffer | undefined;
}

/** What a request is about, or the answer that refuses it. */
export function open(c: Request, site: Site, ticket?: string): Opened | Response {
  const access = accessOf(c, site, ticket);
  if ('status' in access) return refuse(c, site, access);
  const served = site.served(access.environment);
  if (served) return { served, token: access.token };
  c.header('retry-after', '2');
  return c.json({ errorCode: 'PROVIDER_NOT_READY', errorDetails: 'no commit could be served yet: see /readyz' }, 503);
}

/** The answer to who may not know how the server is, which any of its tokens allows. */
export function refuseStranger(c: Request, site: Site): Response | undefined {
  const access = accessOf(c, site, undefined);
  return 'status' in access && (access.status === 401 || access.status === 403) ? refuse(c, site, access) : undefined;
}

function accessOf(c: Request, site: Site, ticket: string | undefined): Access {
  // Of Node's own request: Hono would make web headers of all of them first.
  const { headers } = c.env.incoming;
  const claim = {
    authorization: headers.authorization,
    apiKey: headers['x-api-key']?.toString(),
    environment: c.req.query('environment'),
    ticket,
  };
  return accessTo(claim, site.environments, site.tokens());
}

function refuse(c: Request, site: Site, { status, message }: Refused): Response {
  if (status === 401) {
    site.metrics.refusedToken();
    c.header('www-authenticate', 'Bearer');
  }
  return c.json({ errorCode: 'GENERAL', errorDetails: message }, status);
}
