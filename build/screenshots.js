// npm run screenshots: the pictures of docs/, made anew from the demo by the built program and Chromium.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const here = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const images = here('docs/images');
/** The evening of the incident that the demo tells of. */
const now = '2026-11-22T14:05:00Z';

const folder = mkdtempSync(join(tmpdir(), 'flagwright-screenshots-'));
const shop = join(folder, 'shop');
const env = { ...process.env, FLAGWRIGHT_NOW: now };

const flagwright = (...args) => execFileSync(process.execPath, [here('bin/flagwright.js'), ...args], { env });

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  mkdirSync(images, { recursive: true });
  flagwright('demo', shop);
  flagwright('catalog', '-C', shop, '--output', 'site');
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, colorScheme: 'light' });
  for (const [name, path] of Object.entries({ catalog: 'index.html', 'catalog-flag': 'flags/payment-api-v2.html' })) {
    await page.goto(pathToFileURL(join(shop, 'site', path)).href);
    await page.screenshot({ path: join(images, `${name}.png`) });
    process.stdout.write(`docs/images/${name}.png\n`);
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true });
}
