import { Hono } from 'hono';
import { drain, isLoopback, listen } from './listen.ts';
import { defaultLimits } from './limits.ts';
import type { Bindings } from './site.ts';

/** Files that are served to the browser of whoever runs this. */
export interface FileServer {
  readonly url: string;
  /** Resolves when nothing is answered any more. */
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
};

/**
 * Serves files from memory, to this machine alone.
 * @param port 0 lets the system choose
 * @param files those of the moment, by path from the top; asked for at every request
 * @throws UserError if nothing can listen there
 */
export async function serveFiles(port: number, files: () => ReadonlyMap<string, string>): Promise<FileServer> {
  const app = new Hono<Bindings>();
  app.get('*', (c) => {
    const { hostname, pathname } = new URL(c.req.url);
    // A page of somebody else whose name leads here is not to read what is served.
    if (!isLoopback(hostname.replace(/^\[|\]$/g, ''))) return c.text('only for this machine', 403);
    const path = pathname === '/' ? 'index.html' : pathname.slice(1);
    const type = types[path.slice(path.lastIndexOf('.') + 1)];
    const text = files().get(path);
    if (text === undefined || type === undefined) return c.text('there is no such page', 404);
    return c.body(text, 200, {
      'content-type': type,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
  });
  const { server, url } = await listen(app, { host: '127.0.0.1', port }, defaultLimits, () => {});
  return { url, close: () => drain(server, 1_000) };
}
