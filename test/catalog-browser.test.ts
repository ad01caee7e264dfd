import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { accessibilityProblems, hasBrowser, startBrowser } from './support/browser.ts';
import { someOf } from './support/depth.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const attacks = [
  '<script>document.title="owned"</script>',
  '"><img src=x onerror="document.title=\'owned\'">',
  "' onmouseover='document.title=1' x='",
  '</title></style><svg onload=alert(1)>',
  '${constructor.constructor("return 1")()} {{7*7}} &lt;b&gt;',
];

const hostileFlag = (description: string): string => `description: ${JSON.stringify(`${description} is a description`)}
type: ops
owner: ${JSON.stringify('<b>team</b>')}
created: 2026-11-01
review: { every: 90d, last: 2026-11-01 }
tags: ${JSON.stringify(attacks)}
links: { site: "javascript:document.title='owned'", other: ${JSON.stringify('https://example.com/"onclick="x')} }
environments:
  production:
    enabled: true
    rules:
      - { name: ${JSON.stringify(attacks[0])}, when: { attribute: ${JSON.stringify(attacks[1])}, equals: ${JSON.stringify(attacks[3])} }, serve: on }
    otherwise: off
`;

let repository: TemporaryRepository;
let browser: Browser;
let context: BrowserContext;
let page: Page;
/** What pages complained of: errors of scripts, and what their policy did not allow. */
const complaints: string[] = [];

const demo = (): string => `file://${join(repository.path, 'shop/site')}`;
const hostile = (): string => `file://${join(repository.path, 'hostile-site')}`;

async function make(cwd: string, ...args: string[]): Promise<void> {
  const { exitCode, stderr } = await runMain(args, cwd, repository.env);
  expect(stderr.includes('error:') ? stderr : exitCode).toBe(0);
}

async function open(address: string, width = 1280, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  await context?.close();
  context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme, offline: true });
  page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  await page.goto(address);
  return page;
}

describe.skipIf(!hasBrowser)('a catalogue in Chromium (skipped where there is none)', () => {
  beforeAll(async () => {
    repository = temporaryRepository();
    await make(repository.path, 'demo', 'shop');
    // By then two flags have expired.
    await make(join(repository.path, 'shop'), 'catalog', '--output', 'site', '--now', '2027-01-10');
    repository.write({
      'hostile/flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
      ...Object.fromEntries(attacks.map((text, at) => [`hostile/flag-${at}.flag.yaml`, hostileFlag(text)])),
    });
    repository.commit(attacks[1]!, { author: 'Eve <i>Hostile</i> <eve@example.com>' });
    await make(repository.path, 'catalog', '--project', 'hostile', '--output', 'hostile-site', '--title', attacks[3]!);
    browser = await startBrowser();
  }, 120_000);

  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  afterAll(async () => {
    await browser?.close();
    repository?.remove();
  });

  it('finds flags as one types', async () => {
    await open(`${demo()}/index.html`);
    await page.keyboard.press('/');
    await page.keyboard.type('paymnt v2'.replace('mn', 'men'));
    expect(await page.locator('tbody th a').allTextContents()).toEqual(['payment-api-v2']);
    expect(await page.getByRole('status').textContent()).toBe('1 of 5 flags');
    expect(page.url()).toContain('#q=payment+v2');
    await page.keyboard.press('Escape');
    expect(await page.locator('tbody tr').count()).toBe(5);
    await page.getByLabel('Search').fill('nothing like it');
    expect(await page.getByRole('status').textContent()).toBe('no flag of 5 fits');
  });

  it('filters and sorts, and its address brings that back', async () => {
    await open(`${demo()}/index.html`);
    await page.getByLabel('Owner').selectOption('payments');
    expect(await page.locator('tbody th a').allTextContents()).toEqual(['payment-api-v1', 'payment-api-v2']);
    await page.getByRole('combobox', { name: 'State', exact: true }).selectOption('on');
    expect(await page.locator('tbody th a').allTextContents()).toEqual(['payment-api-v1']);
    await page.getByRole('button', { name: 'Clear' }).click();
    await page.getByLabel('Due').selectOption('overdue');
    await page.getByRole('button', { name: 'Due' }).click();
    const found = ['express-checkout', 'new-checkout-ui'];
    expect(await page.locator('tbody th a').allTextContents()).toEqual(found);
    await page.getByRole('button', { name: 'Due' }).click();
    expect(await page.getByRole('columnheader', { name: 'Due' }).getAttribute('aria-sort')).toBe('descending');
    await open(page.url());
    expect(await page.locator('tbody th a').allTextContents()).toEqual(found.toReversed());
    expect(await page.getByLabel('Due').inputValue()).toBe('expired');
  });

  it('shows every environment, and those that differ', async () => {
    await open(`${demo()}/matrix.html`);
    const row = page.getByRole('row').filter({ hasText: 'payment-api-v2' });
    expect(await row.getByRole('cell').allTextContents()).toEqual(['on', 'on', 'partly on']);
    await page.getByLabel('only where environments differ').check();
    expect(await page.locator('tbody th a').allTextContents()).not.toContain('payment-api-v1');
  });

  it('is walked by keyboard', async () => {
    await open(`${demo()}/index.html`);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('Skip to the content');
    await page.keyboard.press('/');
    await page.keyboard.type('checkout');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    const first = await page.locator('tbody th a').first().textContent();
    expect(await page.locator(':focus').textContent()).toBe(first);
    await page.keyboard.press('Escape');
    expect(await page.locator(':focus').getAttribute('name')).toBe('q');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/express-checkout\.html$/);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('express-checkout');
    // From the picture to the page of what it needs.
    await page.locator('figure').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/payment-api-v2\.html$/);
    await page.keyboard.press('/');
    await page.keyboard.type('performance');
    await page.keyboard.press('Enter');
    await page.waitForURL(/index\.html#q=performance$/);
    expect(await page.locator('tbody th a').allTextContents()).toEqual(['performance-mode']);
  });

  it('zooms its graph by buttons and keys', async () => {
    await open(`${demo()}/graph.html`, 600);
    const width = async (): Promise<number> => (await page.locator('.zoomable svg').boundingBox())!.width;
    const scaled = async (): Promise<string> => page.locator('.zoomable svg').evaluate((svg) => svg.style.transform);
    // Waiting in the page would take code made of text, which its policy forbids.
    await expect.poll(scaled).toContain('scale');
    await expect.poll(width).toBeLessThanOrEqual(600);
    const fitting = await scaled();
    await page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(scaled).not.toBe(fitting);
    await page.locator('.zoomable').focus();
    await page.keyboard.press('0');
    await expect.poll(scaled).toBe(fitting);
    await page.keyboard.press('ArrowLeft');
    await expect.poll(scaled).not.toBe(fitting);
    expect(await page.locator('.zoomable a').first().getAttribute('xlink:href')).toMatch(/^flags\/.*\.html$/);
  });

  it('tells all of it without a script', async () => {
    await context?.close();
    context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
    await page.goto(`${demo()}/index.html`);
    expect(await page.locator('tbody tr').count()).toBe(5);
    expect(await page.locator('form').isVisible()).toBe(false);
    await page.goto(`${demo()}/teams/payments.html`);
    await page.getByRole('link', { name: 'payment-api-v1', exact: true }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('payment-api-v1');
  });

  it.each(
    someOf([
      [360, 'light'],
      [1600, 'dark'],
    ] as const),
  )('suits everybody at %i pixels in %s', async (width, theme) => {
    const below = ['flags', 'teams', 'segments', 'systems'];
    const all = ['', ...below].flatMap((folder) => {
      const pages = readdirSync(join(repository.path, 'shop/site', folder)).filter((name) => name.endsWith('.html'));
      return (folder === '' ? pages : pages.slice(0, 1)).map((name) => join(folder, name));
    });
    expect(all.length).toBe(8 + below.length);
    const problems: string[] = [];
    await open(`${demo()}/index.html`, width, theme);
    for (const name of all) {
      await page.goto(`${demo()}/${name}`);
      problems.push(...(await accessibilityProblems(page)).map((one) => `${name}: ${one}`));
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      if (wide > 0) problems.push(`${name}: ${wide} pixels too wide`);
    }
    expect(problems).toEqual([]);
  });

  it('keeps what users wrote text', async () => {
    const names = readdirSync(join(repository.path, 'hostile-site'), { recursive: true, encoding: 'utf8' });
    await open(`${hostile()}/index.html`);
    for (const name of names.filter((one) => one.endsWith('.html'))) {
      await page.goto(`${hostile()}/${name}`);
      expect(await page.title()).not.toMatch(/^(?:owned|1)$/);
      expect(await page.locator('img, iframe, b b, [onerror], [onclick], [onload], [onmouseover]').count()).toBe(0);
      expect(await page.locator('script:not([src])').count()).toBe(0);
      expect(await page.locator('a[href^="javascript:" i]').count()).toBe(0);
    }
    await page.goto(`${hostile()}/flags/flag-1.html`);
    expect(await page.locator('.lead').textContent()).toContain(`${attacks[1]} is a description`);
    expect(await page.locator('main').textContent()).toContain("site: javascript:document.title='owned'");
    await page.goto(`${hostile()}/index.html#q=${encodeURIComponent('<script>')}`);
    expect(await page.locator('tbody').textContent()).toContain(attacks[0]);
    expect(await page.getByLabel('Search').inputValue()).toBe('<script>');
  });
});
