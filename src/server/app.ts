import { Hono } from 'hono';
import { addHealth } from './health.ts';
import { addOfrep } from './ofrep.ts';
import type { App, Bindings, Site } from './site.ts';
import { addSnapshots } from './snapshots.ts';

/** All routes of the server. */
export function makeApp(site: Site): App {
  const app = new Hono<Bindings>();
  addOfrep(app, site);
  addSnapshots(app, site);
  addHealth(app, site);
  app.notFound((c) => c.json({ errorDetails: 'there is no such route' }, 404));
  app.onError((error, c) => {
    site.failed(error);
    return c.json({ errorDetails: 'the server failed; its log says why' }, 500);
  });
  return app;
}
