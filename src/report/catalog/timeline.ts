import type { CatalogVersion } from '../../commands/catalog/catalog-report.ts';
import { markup, type Markup } from './html.ts';
import { dateText } from './words.ts';

/** Older versions than these are counted only: `flagwright history` has them all. */
const mostVersions = 25;

/** Versions, newest first: when, by whom, and what each changed. */
export function timeline(versions: readonly CatalogVersion[]): Markup | undefined {
  if (versions.length === 0) return undefined;
  const shown = versions.slice(0, mostVersions);
  const left = versions.length - shown.length;
  return markup`<ol class="timeline">
${shown.map(versionItem)}</ol>
${left > 0 && markup`<p class="quiet">and ${left} older`}`;
}

function versionItem({ number, commit, committedAt, author, subject, changes }: CatalogVersion): Markup {
  return markup`<li><b>${number}</b> ${dateText(committedAt)} ${author} <code>${commit.slice(0, 7)}</code><p>${subject}</p>
${
  changes.length > 0 &&
  markup`<ul>${changes.map((change) => markup`<li>${change}`)}</ul>
`
}`;
}
