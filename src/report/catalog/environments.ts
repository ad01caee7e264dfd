import type { CatalogFlag, CatalogRule, CatalogTargeting } from '../../commands/catalog/catalog-report.ts';
import { conditionWords } from './condition.ts';
import { markup, type Markup } from './html.ts';
import type { CatalogSite } from './layout.ts';
import { servedInPage, stateBadge } from './words.ts';

/** More rules than these are counted only. */
const mostRules = 40;

/** Of a flag: where it is on, and who gets what there. */
export function environmentBlocks(flag: CatalogFlag, site: CatalogSite, root: string): Markup {
  const critical = new Set(site.report.environments.filter((one) => one.critical).map(({ name }) => name));
  return markup`<div class="environments">
${flag.environments.toReversed().map(
  (
    one,
  ) => markup`<div><div><h3>${one.name}</h3> ${stateBadge(one.state)}${critical.has(one.name) && markup` <span class="quiet">critical</span>`}</div><div>${who(one, flag, site, root)}</div></div>
`,
)}</div>
`;
}

function who(
  { enabled, rules, otherwise, jsonLogic }: CatalogTargeting,
  flag: CatalogFlag,
  site: CatalogSite,
  root: string,
): Markup {
  // prettier-ignore
  const waits = enabled ? '' : 'Switched off: everybody gets ';
  const off = enabled
    ? markup``
    : markup`<p>${waits}<b>${flag.off}</b>.${rules.length > 0 && ' When it is switched on:'}`;
  if (jsonLogic !== undefined) {
    return markup`${off}<p>JsonLogic decides${otherwise !== undefined && markup`, otherwise <b>${servedInPage(otherwise, flag.off)}</b>`}:
<pre tabindex="0">${jsonText(jsonLogic)}</pre>
`;
  }
  if (rules.length === 0) {
    return enabled ? markup`<p>Everybody gets <b>${servedInPage(otherwise, flag.off)}</b>.` : off;
  }
  const shown = rules.slice(0, mostRules);
  const left = rules.length - shown.length;
  return markup`${off}<ol>
${shown.map((rule) => ruleItem(rule, flag, site, root))}${
    left > 0 &&
    markup`<li>and ${left} more rules
`
  }<li>otherwise <b>${servedInPage(otherwise, flag.off)}</b></ol>
`;
}

function ruleItem(
  { name, when, serve, from, until }: CatalogRule,
  { off }: CatalogFlag,
  { pageOf }: CatalogSite,
  root: string,
): Markup {
  // prettier-ignore
  const times = [from === undefined ? '' : `from ${from}`, until === undefined ? '' : `until ${until}`].filter(Boolean);
  return markup`<li><i>${name}</i> <b>${servedInPage(serve, off)}</b>${times.length > 0 && ` ${times.join(' ')}`}
<br>${when === undefined ? 'for everybody' : markup`if ${conditionWords(when, pageOf, root)}`}
`;
}

/** JSON over several lines, of a length that somebody reads. */
function jsonText(value: unknown): Markup[] {
  const lines = (JSON.stringify(value, undefined, 1) ?? '').split('\n');
  const shown = lines.slice(0, 200).map(
    (line) => markup`${line}
`,
  );
  return lines.length > 200 ? [...shown, markup`… ${lines.length - 200} more lines`] : shown;
}
