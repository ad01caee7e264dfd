import type { CatalogEnvironment } from '../../commands/catalog/catalog-report.ts';
import { markup, type Markup } from './html.ts';
import { flagTable, worstMark } from './flag-table.ts';
import { linkTo, type CatalogPage, type CatalogSite } from './layout.ts';
import { listForm, moreButton } from './list-form.ts';
import { countedInPage, stateBadge } from './words.ts';

/** What is there without a script; with it, everything can be found. */
const mostRows = 100;

/** Where everybody begins: the numbers, what needs somebody, and the flags. */
export function indexPage(site: CatalogSite): CatalogPage {
  const { report } = site;
  const { flags, environments, attention, title } = report;
  const body = markup`<h1>${title}</h1>
<p class="lead">${countedInPage(flags.length, 'flag')} in ${countedInPage(environments.length, 'environment')}.${attention.length > 0 && markup` <a href="attention.html">${countedInPage(attention.length, 'flag')} need${attention.length === 1 && 's'} attention</a>.`}
<ul class="counts">
${environments.toReversed().map(countItem)}</ul>
${listForm(report, 'list')}${flagTable(flags.slice(0, mostRows), site, '', true)}${moreButton}${withoutScript(site)}`;
  return { path: 'index.html', title, body, lists: true };
}

function countItem({ name, on, off }: CatalogEnvironment): Markup {
  return markup`<li><b>${name}</b> ${on} on <span class="quiet">${off} off</span>
`;
}

/** Every flag against every environment. */
export function matrixPage(site: CatalogSite): CatalogPage {
  const { report } = site;
  const { flags, environments } = report;
  const rows = flags.slice(0, mostRows).map(
    (
      flag,
    ) => markup`<tr><th scope="row">${linkTo(site, 'flags', flag.key, '')}${worstMark(flag)}${flag.environments.map(({ state }) => markup`<td>${stateBadge(state)}`)}
`,
  );
  const body = markup`<h1>Flags and environments</h1>
${listForm(report, 'matrix')}<div class="wide-table" tabindex="0" role="region" aria-label="Flags and environments"><table data-view="matrix"><thead><tr><th scope="col" data-sort="key"><button type="button">Flag</button>${environments.map(({ name }) => markup`<th scope="col">${name}`)}</tr></thead>
<tbody>
${rows}</tbody></table></div>
${moreButton}${withoutScript(site)}`;
  return { path: 'matrix.html', title: 'Flags and environments', body, lists: true };
}

function withoutScript({ report }: CatalogSite): Markup {
  const left = report.flags.length - mostRows;
  return markup`<noscript><p class="quiet">${left > 0 ? `${countedInPage(left, 'more flag')} are on the pages of their owners. ` : ''}Search and filters need JavaScript.</p></noscript>`;
}
