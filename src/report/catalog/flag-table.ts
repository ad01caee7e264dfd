import type { CatalogFlag } from '../../commands/catalog/catalog-report.ts';
import { markup, type Markup, type MarkupPart } from './html.ts';
import { linkTo, type CatalogSite } from './layout.ts';
import { dueText, stateBadge } from './words.ts';

/** Characters of a description that a list shows. */
const mostAbout = 110;

/** How a flag is in the script's list; see rows.ts. Also without the script. */
export function flagTable(flags: readonly CatalogFlag[], site: CatalogSite, root: string, sortable = false): Markup {
  const environment = site.report.environments[site.main]?.name;
  const column = (name: string, by: string): Markup => markup`<th scope="col"${sortable && markup` data-sort="${by}"`}>${sortable ? markup`<button type="button">${name}</button>` : name}`; // prettier-ignore
  return markup`<table data-view="list"><thead><tr>${column('Flag', 'key')}${column('Owner', 'owner')}${column('Type', 'type')}${environment !== undefined && column(environment, 'state')}${column('Due', 'due')}</tr></thead>
<tbody>
${flags.map((flag) => row(flag, site, root))}</tbody></table>
`;
}

function row(flag: CatalogFlag, site: CatalogSite, root: string): Markup {
  const state = flag.environments[site.main]?.state;
  return markup`<tr><th scope="row">${linkTo(site, 'flags', flag.key, root)}${worstMark(flag)}<span class="about">${aboutText(flag)}</span><td>${flag.owner}<td>${flag.type}${state !== undefined && markup`<td>${stateBadge(state)}`}<td>${dueText(flag)}
`;
}

export function aboutText({ description = '' }: CatalogFlag): string {
  return description.length > mostAbout ? `${description.slice(0, mostAbout - 1)}…` : description;
}

/** The worst that lint says of a flag; information is nothing that has to be seen at once. */
export function worstProblem({ problems: [first] }: CatalogFlag): 'error' | 'warning' | undefined {
  return first?.severity === 'info' ? undefined : first?.severity;
}

export function worstMark(flag: CatalogFlag): MarkupPart {
  const worst = worstProblem(flag);
  return worst !== undefined && markup`<span class="mark ${worst}">${worst}</span>`;
}
