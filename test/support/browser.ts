import { existsSync, readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';

const path = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((one) =>
  existsSync(one),
);

/** Whether there is a browser to look with. */
export const hasBrowser = path !== undefined;

/** Chromium without a window. Close it after use. */
export async function startBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  // Tests run as any user, root as well; its sandbox does not. No network is needed.
  return chromium.launch({ executablePath: path!, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** What axe has against a page: rule, and the elements. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  const axe = readFileSync(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  // As a debugger would: the policy of the page lets no script in.
  await page.evaluate(`{${axe}}; undefined`);
  const found = await page.evaluate<{ id: string; nodes: { target: string[] }[] }[]>(
    'axe.run(document, { resultTypes: ["violations"], preload: false }).then(({ violations }) => violations)',
  );
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
