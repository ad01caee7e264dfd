import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { flagAnswer } from './answers.ts';
import { readBody } from './body.ts';
import type { ServedProject } from './served.ts';
import { open, type App, type Opened, type Request, type Site } from './site.ts';
import { evaluationTag, isNoneMatch } from './tags.ts';
import { ticketOf } from './tokens.ts';

const evaluate = '/ofrep/v1/evaluate/flags';

/** The OpenFeature Remote Evaluation Protocol, 0.3. */
export function addOfrep(app: App, site: Site): void {
  app.post(`${evaluate}/:key`, async (c) => {
    const opened = open(c, site);
    if (opened instanceof Response) return opened;
    const key = c.req.param('key');
    const read = await contextOf(c, site, opened.served);
    if ('invalid' in read) return refuse(c, read, key);
    const { served } = opened;
    const evaluation = served.evaluator.evaluate(key, read.context, { now: site.now() });
    site.metrics.evaluated(served.environment, evaluation);
    const { body, status } = flagAnswer(evaluation);
    return c.json(body, status);
  });
  app.post(evaluate, async (c) => {
    const opened = open(c, site);
    if (opened instanceof Response) return opened;
    const read = await contextOf(c, site, opened.served);
    if ('invalid' in read) return refuse(c, read);
    return evaluateAll(c, site, opened, read.context);
  });
  app.get('/ofrep/v1/configuration', (c) => {
    const opened = open(c, site);
    if (opened instanceof Response) return opened;
    const body = JSON.stringify({
      name: 'flagwright',
      capabilities: {
        cacheInvalidation: { polling: { enabled: true, minPollingInterval: 1000 } },
        flagEvaluation: { unsupportedTypes: [] },
      },
    });
    return tagged(c, '"1"', () => body);
  });
}

function evaluateAll(c: Request, site: Site, { served, token }: Opened, context: EvaluationContext): Response {
  const now = site.now();
  return tagged(c, evaluationTag(served, context, now), () => {
    const evaluations = served.evaluator.evaluateAll(context, { now });
    for (const one of evaluations) site.metrics.evaluated(served.environment, one);
    const { environment } = served;
    const query = new URLSearchParams({ environment, events: 'refetch' });
    if (token) query.set('ticket', ticketOf(token, environment));
    return JSON.stringify({
      flags: evaluations.map((one) => flagAnswer(one).body),
      metadata: { environment, digest: served.digest },
      eventStreams: [{ type: 'sse', endpoint: { requestUri: `/stream?${query}` }, inactivityDelaySec: 120 }],
    });
  });
}

/** JSON that the caller keeps, and asks for again with its tag. */
function tagged(c: Request, tag: string, body: () => string): Response {
  c.header('etag', tag);
  c.header('cache-control', 'private, no-cache');
  if (isNoneMatch(c.req.header('if-none-match'), tag)) return c.body(null, 304);
  c.header('content-type', 'application/json');
  return c.body(body());
}

type Unusable = { readonly invalid: string; readonly code: string; readonly status: 400 | 413 };

async function contextOf(
  c: Request,
  { limits }: Site,
  { contexts }: ServedProject,
): Promise<{ readonly context: EvaluationContext } | Unusable> {
  const read = await readBody(c.env.incoming, limits.body);
  if (read === 'too large') {
    return { status: 413, code: 'INVALID_CONTEXT', invalid: `the body is larger than ${limits.body} bytes` };
  }
  if (read === 'cut off') return { status: 400, code: 'PARSE_ERROR', invalid: 'the body was cut off' };
  const { text } = read;
  let body: unknown;
  try {
    body = text === '' ? {} : JSON.parse(text);
  } catch {
    return { status: 400, code: 'PARSE_ERROR', invalid: 'the body is not valid JSON' };
  }
  if (!isPlain(body)) return { status: 400, code: 'PARSE_ERROR', invalid: 'the body is not an object' };
  const given = body['context'] ?? undefined;
  const isContext = given === undefined || isPlain(given);
  if (!isContext) return { status: 400, code: 'INVALID_CONTEXT', invalid: 'the context is not an object' };
  const context = contexts.accept(given);
  return context === undefined ? { status: 400, code: 'INVALID_CONTEXT', invalid: contexts.problem } : { context };
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(c: Request, { status, code, invalid }: Unusable, key?: string): Response {
  // What is left of a body that is too large is not waited for.
  if (status === 413) c.header('connection', 'close');
  return c.json({ key, errorCode: code, errorDetails: invalid }, status);
}
