import { isoDate } from '../../diagnostic/relative-time.ts';
import type { CatalogFlag, CatalogReport } from '../../commands/catalog/catalog-report.ts';
import { markup, type Markup, type MarkupPart } from './html.ts';
import type { PageKind, PageOf } from './names.ts';

/** What every page is made from. */
export interface CatalogSite {
  readonly report: CatalogReport;
  readonly pageOf: PageOf;
  readonly flags: ReadonlyMap<string, CatalogFlag>;
  /** Place of the environment that matters most, in the report's; -1 where there is none. */
  readonly main: number;
}

/** One page, before it is in its frame. */
export interface CatalogPage {
  /** From the top of the catalogue. */
  readonly path: string;
  readonly title: string;
  readonly body: Markup;
  /** Whether it lists flags by script. */
  readonly lists?: boolean;
}

const sections = [
  ['index.html', 'Flags'],
  ['attention.html', 'Attention'],
  ['changes.html', 'Changes'],
  ['matrix.html', 'Matrix'],
  ['graph.html', 'Graph'],
  ['teams.html', 'Owners'],
  ['segments.html', 'Segments'],
  ['systems.html', 'Systems'],
] as const;

/** Only what is beside the page is loaded, and nothing inside of it runs, whatever a user wrote. */
const policy = markup`default-src 'none'; script-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'`;

/** A whole document. It is kept short: there may be ten thousand of them. */
export function documentOf({ report }: CatalogSite, { path, title, body, lists }: CatalogPage): string {
  const root = rootOf(path);
  const links = sections.map(
    ([page, name]) => markup`<a href="${root}${page}"${page === path && markup` aria-current="page"`}>${name}</a>
`,
  );
  const whole = title === report.title ? title : `${title} · ${report.title}`;
  return markup`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${whole}</title>
<link rel="stylesheet" href="${root}catalog.css">
${
  lists === true &&
  markup`<script src="${root}data.js" defer></script>
`
}<script src="${root}catalog.js" defer></script>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><a class="home" href="${root}index.html">${report.title}</a><nav aria-label="Catalogue">
${links}</nav></header>
<main id="main">
${body}
</main>
<footer>${provenance(report)}</footer>
`.text;
}

function provenance({ commit, uncommitted, now }: CatalogReport): MarkupPart {
  const at = commit === undefined ? '' : ` at commit ${commit.id.slice(0, 7)}`;
  return `Made by Flagwright${at}${uncommitted ? ' with changes that are not committed' : ''}, as of ${isoDate(now)} (UTC).`;
}

/** The way from a page to the top. */
export function rootOf(path: string): string {
  return '../'.repeat(path.split('/').length - 1);
}

/** The name of something, as a link to its page where it has one. */
export function linkTo({ pageOf }: CatalogSite, kind: PageKind, key: string, root: string): Markup {
  const page = pageOf(kind, key);
  return page === undefined ? markup`${key}` : markup`<a href="${root}${page}">${key}</a>`;
}

/** A part of a page under a heading; nothing where there is nothing to say. */
export function section(heading: string, ...content: readonly MarkupPart[]): Markup | undefined {
  const isEmpty = content.every((part) => part === undefined || part === false || part === '' || (Array.isArray(part) && part.length === 0)); // prettier-ignore
  return isEmpty
    ? undefined
    : markup`<section><h2>${heading}</h2>
${content}</section>
`;
}

/** Names and what is to be said of each; those of which nothing is are left out. */
export function facts(entries: readonly (readonly [name: string, value: MarkupPart])[]): Markup | undefined {
  const told = entries.filter(([, value]) => value !== undefined && value !== false && value !== '' && !(Array.isArray(value) && value.length === 0)); // prettier-ignore
  if (told.length === 0) return undefined;
  return markup`<dl class="facts">${told.map(
    ([name, value]) => markup`<div><dt>${name}<dd>${value}</div>
`,
  )}</dl>
`;
}
