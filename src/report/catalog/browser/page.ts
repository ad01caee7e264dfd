import type { CatalogData } from './data.ts';
import { startList } from './list.ts';
import { startZoom } from './zoom.ts';

declare global {
  // Set by data.js, on the pages that list flags.
  // oxlint-disable-next-line no-var
  var flagwrightCatalog: CatalogData | undefined;
}

const form = document.querySelector<HTMLFormElement>('form[role=search]');
if (form && globalThis.flagwrightCatalog) startList(form, globalThis.flagwrightCatalog);

const frame = document.querySelector<HTMLElement>('.zoomable');
if (frame) startZoom(frame);

const box = form?.querySelector<HTMLInputElement>('input[name=q]') ?? addSearch();

// As in many a reference: / leads to the search from everywhere.
document.addEventListener('keydown', (event) => {
  const { target, key } = event;
  const isTyping = target instanceof HTMLElement && target.matches('input, select, textarea');
  if (key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  box.focus();
});

/** On pages without a list: a search that leads to the one that has it. */
function addSearch(): HTMLInputElement {
  const home = document.querySelector<HTMLAnchorElement>('header a')!;
  const search = document.createElement('form');
  search.setAttribute('role', 'search');
  const input = document.createElement('input');
  input.type = 'search';
  input.placeholder = 'Search flags';
  input.setAttribute('aria-label', 'Search flags');
  input.setAttribute('aria-keyshortcuts', '/');
  search.append(input);
  search.addEventListener('submit', (event) => {
    event.preventDefault();
    location.href = `${home.href}#${new URLSearchParams({ q: input.value }).toString()}`;
  });
  home.after(search);
  return input;
}
