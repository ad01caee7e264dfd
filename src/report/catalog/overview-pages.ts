import type { CatalogCommit } from '../../commands/catalog/catalog-report.ts';
import type { Attention } from '../../workspace/attention.ts';
import { markup, type Markup } from './html.ts';
import { linkTo, type CatalogPage, type CatalogSite } from './layout.ts';
import { dateText } from './words.ts';

/** What somebody has to look at, the worst first. */
export function attentionPage(site: CatalogSite): CatalogPage {
  const { attention } = site.report;
  const body = markup`<h1>Needs attention</h1>
${attention.length === 0 ? markup`<p class="fine"><span aria-hidden="true">✓</span> nothing needs you
` : markup`<p class="lead">Errors, and what is due or soon will be: the worst first.
<table><thead><tr><th scope="col">Flag<th scope="col">What<th scope="col" class="wide">Owner</tr></thead>
<tbody>
${attention.map((one) => attentionRow(one, site))}</tbody></table>
`}`; // prettier-ignore
  return { path: 'attention.html', title: 'Needs attention', body };
}

function attentionRow({ severity, flag, file, message, owner, more }: Attention, site: CatalogSite): Markup {
  return markup`<tr><th scope="row">${flag === undefined ? markup`<code>${file}</code>` : linkTo(site, 'flags', flag, '')}<td><span class="mark ${severity}">${severity}</span> ${message}${more > 0 && markup` <span class="quiet">and ${more} more</span>`}<td class="wide">${owner !== undefined && linkTo(site, 'teams', owner, '')}
`;
}

/** The last commits: when, who, why, and what each changed in meaning. */
export function changesPage(site: CatalogSite): CatalogPage {
  const { changes, missingHistory } = site.report;
  const none = missingHistory === undefined ? 'Nothing is committed yet.' : `Not known: ${missingHistory}.`;
  const body = markup`<h1>Changes</h1>
${
  changes.length === 0
    ? markup`<p class="quiet">${none}
`
    : markup`<ol class="commits">
${changes.map((one) => commitItem(one, site))}</ol>
`
}`;
  return { path: 'changes.html', title: 'Changes', body };
}

function commitItem(
  { commit, committedAt, author, subject, reason, changed, more }: CatalogCommit,
  site: CatalogSite,
): Markup {
  // prettier-ignore
  return markup`<li><h2>${subject}</h2>
<p class="quiet">${dateText(committedAt)} ${author} <code>${commit.slice(0, 7)}</code>
${reason !== undefined && markup`<p>${reason}
`}<dl>${changed.map(({ kind, name, changes }) => markup`<dt>${kind === 'file' ? markup`<code>${name}</code>` : linkTo(site, kind === 'flag' ? 'flags' : 'segments', name, '')}${kind === 'segment' && markup` <span class="quiet">segment</span>`}${changes.map((one) => markup`<dd>${one}`)}
`)}</dl>
${more > 0 && markup`<p class="quiet">and ${more} more
`}`;
}
