import type { FollowRefusal } from './follower.ts';
import { refuseStranger, type App, type Site } from './site.ts';

/** What operators and their tools ask for. */
export function addHealth(app: App, site: Site): void {
  app.get('/healthz', (c) => c.json({ live: true }));
  app.get('/readyz', (c) => {
    const environments = Object.fromEntries(
      site.environments.map((name) => {
        const served = site.served(name);
        const { version, commit, digest } = served ?? {};
        return [name, served ? { version, commit, digest } : null];
      }),
    );
    const ready = !site.isDraining() && site.environments.every((name) => site.served(name) !== undefined);
    const refused = shownRefusal(site.refusal());
    return c.json({ ready, draining: site.isDraining(), environments, refused }, ready ? 200 : 503);
  });
  app.post('/-/refresh', async (c) => {
    const refused = refuseStranger(c, site);
    if (refused) return refused;
    const outcome = await site.refresh();
    return c.json({ outcome, refused: shownRefusal(site.refusal()) }, outcome === 'refused' ? 409 : 200);
  });
  app.get('/metrics', async (c) => {
    const refused = refuseStranger(c, site);
    if (refused) return refused;
    c.header('content-type', site.metrics.contentType);
    return c.body(await site.metrics.text());
  });
}

/** A commit may have thousands of problems; lint shows all. */
const mostProblems = 10;

function shownRefusal(refusal: FollowRefusal | undefined): object | null {
  if (refusal === undefined) return null;
  const { commit, why, problems } = refusal;
  return { commit: commit ?? null, why, problems: problems.slice(0, mostProblems) };
}
