import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { refetchEvent, snapshotEvent } from './events.ts';
import { flagdDocument } from './flagd-document.ts';
import { open, type App, type Site } from './site.ts';
import { isNoneMatch, snapshotTag } from './tags.ts';

/** What clients that evaluate by themselves read: the snapshot, news of it, and the same for flagd. */
export function addSnapshots(app: App, site: Site): void {
  app.get('/snapshot', async (c) => {
    const opened = open(c, site);
    if (opened instanceof Response) return opened;
    const { served } = opened;
    const tag = snapshotTag(served);
    c.header('etag', tag);
    c.header('cache-control', 'private, no-cache');
    c.header('vary', 'accept-encoding');
    c.header('flagwright-version', String(served.version));
    if (isNoneMatch(c.req.header('if-none-match'), tag)) return c.body(null, 304);
    c.header('content-type', 'application/json');
    if (!acceptsGzip(c.env.incoming.headers['accept-encoding'])) return c.body(bytes(served.document));
    c.header('content-encoding', 'gzip');
    return c.body(bytes(await served.zipped()));
  });
  app.get('/flagd/:file', async (c) => {
    const name = /^(.+)\.json$/.exec(c.req.param('file'))?.[1];
    const opened = open(c, site);
    if (opened instanceof Response) return opened;
    const { served } = opened;
    if (name !== served.environment) return c.json({ errorDetails: 'there is no such document' }, 404);
    const tag = `"flagd-${served.commit.slice(0, 12)}-${served.digest.slice(0, 16)}"`;
    c.header('etag', tag);
    c.header('cache-control', 'private, no-cache');
    if (isNoneMatch(c.req.header('if-none-match'), tag)) return c.body(null, 304);
    c.header('content-type', 'application/json');
    return c.body(bytes(await flagdDocument(served)));
  });
  app.get('/stream', (c) => {
    if (c.env.incoming.method !== 'GET') return c.json({ errorDetails: 'a stream is read with GET' }, 405);
    const opened = open(c, site, c.req.query('ticket'));
    if (opened instanceof Response) return opened;
    if (site.streams.isFull() || site.isDraining()) {
      c.header('retry-after', '5');
      return c.json({ errorDetails: 'there are as many streams as this server takes' }, 503);
    }
    const { outgoing } = c.env;
    const { served, token } = opened;
    // A ticket opens nothing but what names no flags.
    const kind = c.req.query('events') === 'refetch' || c.req.query('ticket') !== undefined ? 'refetch' : 'snapshot';
    outgoing.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    outgoing.write(`retry: ${1000 + Math.floor(Math.random() * 2000)}\n\n`);
    // Who has seen this version has nothing to catch up with.
    const seen = c.req.header('last-event-id');
    const isNews = kind === 'snapshot' ? seen !== String(served.version) : seen !== undefined && seen !== String(served.version); // prettier-ignore
    if (isNews) outgoing.write(kind === 'snapshot' ? snapshotEvent(served) : refetchEvent(served));
    site.streams.add({ sink: outgoing, environment: served.environment, kind, token });
    outgoing.once('close', () => site.streams.remove(outgoing));
    return RESPONSE_ALREADY_SENT;
  });
}

const bytes = (buffer: Buffer): Uint8Array<ArrayBuffer> => buffer as Uint8Array<ArrayBuffer>;

/** Whether a header `Accept-Encoding` allows gzip by its name. */
function acceptsGzip(header: string | string[] | undefined): boolean {
  return /(?:^|,)\s*gzip\s*(?:;\s*q=(?:1|0\.0*[1-9]))?[^,;]*(?:,|$)/i.test(header?.toString() ?? '');
}
