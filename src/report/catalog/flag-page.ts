import type { CatalogFlag, CatalogSpec, Related } from '../../commands/catalog/catalog-report.ts';
import { environmentBlocks } from './environments.ts';
import { markup, type Markup, type MarkupPart } from './html.ts';
import { facts, linkTo, rootOf, section, type CatalogPage, type CatalogSite } from './layout.ts';
import { flagPicture } from './picture.ts';
import { timeline } from './timeline.ts';
import { countedInPage, dueText, isPlainBoolean, listedInWords, quiet, stateBadge, valueInPage } from './words.ts';

/** More places in code than these are countedInPage only. */
const mostPlaces = 15;

/** All that is known of a flag: what it is, who gets what, what it hangs on, what was, and what is wrong. */
export function flagPage(flag: CatalogFlag, site: CatalogSite): CatalogPage {
  const path = site.pageOf('flags', flag.key)!;
  const root = rootOf(path);
  const parts = [
    markup`<h1>${flag.key}</h1>
<p class="lead">${flag.description}
`,
    health(flag),
    factsOf(flag, site, root),
    section('Environments', environmentBlocks(flag, site, root)),
    section('Dependencies', flagPicture(flag, site, root), relations(flag, site, root)),
    section('Versions', timeline(flag.versions) ?? quiet(missingVersions(site))),
    section('Specs', specs(flag.specs)),
    section('In code', usage(flag, site.report.codeFiles)),
  ];
  return { path, title: flag.key, body: markup`${parts}` };
}

function missingVersions({ report: { missingHistory } }: CatalogSite): string {
  return missingHistory === undefined ? 'No commit has this flag yet.' : `Not known: ${missingHistory}.`;
}

function health({ problems, everybodyGets, specs: all }: CatalogFlag): Markup {
  const failed = all.flatMap(({ cases }) => cases).filter(({ failures }) => failures.length > 0).length;
  const items = [
    ...problems.map(
      ({
        severity,
        rule,
        message,
        help,
      }) => markup`<li><span class="mark ${severity}">${severity}</span> ${message} <code>${rule}</code>${help !== undefined && markup`<p>${help}</p>`}
`,
    ),
    ...(failed > 0
      ? [
          markup`<li><span class="mark error">error</span> ${failed === 1 ? 'a spec fails' : `${failed} specs fail`}
`,
        ]
      : []),
    ...(everybodyGets === undefined
      ? []
      : [
          markup`<li><span class="mark info">info</span> everybody gets “${everybodyGets}”: it can be retired
`,
        ]),
  ];
  if (items.length === 0)
    return markup`<p class="fine"><span aria-hidden="true">✓</span> no problems
`;
  return markup`<section class="health" aria-label="Health"><ul>
${items}</ul></section>
`;
}

function factsOf(flag: CatalogFlag, site: CatalogSite, root: string): Markup | undefined {
  const { type, owner, criticality, created, expires, retire, review, extensions, tags, links, variants, off, file, bucketBy } = flag; // prettier-ignore
  const team = site.report.teams.find(({ key }) => key === owner);
  const moved = extensions > 0 ? `, extended ${extensions === 1 ? 'once' : `${extensions} times`}` : '';
  return facts([
    ['Owner', owner !== undefined && markup`${linkTo(site, 'teams', owner, root)}${team?.contact !== undefined && markup` <span class="quiet">${team.contact}</span>`}`],
    ['Type', type],
    ['Criticality', criticality],
    ['Created', created],
    ['Expires', expires !== undefined && `${expires} · ${dueText(flag)}${moved}`],
    ['Review', review !== undefined && `every ${review} · ${dueText(flag)}`],
    ['Retire', retire],
    ['Variants', !isPlainBoolean(flag) && listedInWords(Object.entries(variants).map(([name, value]) => markup`<b>${name}</b>${name === off && ' (off)'} <code>${valueInPage(value)}</code>`))],
    ['Split by', bucketBy.join(', ')],
    ['Tags', tags.join(', ')],
    ['Links', listedInWords(links.map(({ name, url }) => externalLink(name, url)))],
    ['File', markup`<code>${file}</code>`],
  ]); // prettier-ignore
}

/** Only addresses of the web are links: others could run something. */
function externalLink(name: string, url: string): Markup {
  if (!/^https?:\/\/[^\s"<>]+$/i.test(url) || !URL.canParse(url)) return markup`${name}: ${url}`;
  return markup`<a href="${new URL(url).href}" rel="noreferrer">${name}</a>`;
}

function relations(flag: CatalogFlag, site: CatalogSite, root: string): Markup | undefined {
  const { needs, neededBy, conflicts, fallback, fallbackFor, segments, systems } = flag.relations;
  const list = (related: readonly Related[]): MarkupPart => related.length > 0 && markup`<ul>${related.map((one) => markup`<li>${relatedText(one, site, root)}`)}</ul>`; // prettier-ignore
  const told = facts([
    ['Needs', list(needs)],
    ['Needed by', list(neededBy)],
    ['Conflicts with', list(conflicts)],
    ['Falls back to', fallback && relatedText(fallback, site, root)],
    ['Carries the load of', listedInWords(fallbackFor.map((key) => linkTo(site, 'flags', key, root)))],
    ['Segments', listedInWords(segments.map((key) => linkTo(site, 'segments', key, root)))],
    ['Systems', listedInWords(systems.map((key) => linkTo(site, 'systems', key, root)))],
  ]);
  return told && markup`<div class="relations">${told}</div>`;
}

function relatedText({ kind, key, variants, reason }: Related, site: CatalogSite, root: string): Markup {
  const other = kind === 'flag' ? site.flags.get(key) : undefined;
  const state = other?.environments[site.main]?.state;
  const name = linkTo(site, kind === 'flag' ? 'flags' : 'systems', key, root);
  const isMissing = kind === 'flag' && other === undefined;
  return markup`${name}${variants && ` = ${variants.join(' or ')}`} ${state !== undefined && stateBadge(state)}${isMissing && markup`<span class="mark error">does not exist</span>`}${reason !== undefined && markup` <span class="quiet">${reason}</span>`}`;
}

function specs(all: readonly CatalogSpec[]): Markup[] {
  return all.map(
    ({ file, cases }) => markup`<p><code>${file}</code>
<ul class="specs">
${cases.map(
  ({
    name,
    environment,
    failures,
  }) => markup`<li><span class="mark ${failures.length > 0 ? 'error' : 'info'}">${failures.length > 0 ? 'fails' : 'passes'}</span> ${name} <span class="quiet">${environment}</span>${failures.map((one) => markup`<p>${one}</p>`)}
`,
)}</ul>
`,
  );
}

function usage({ usage: places }: CatalogFlag, codeFiles: number): Markup | undefined {
  if (codeFiles === 0) return undefined;
  if (places.length === 0) return quiet('No code in this repository uses it.');
  const shown = places.slice(0, mostPlaces);
  const left = places.length - shown.length;
  return markup`<ul class="places">
${shown.map(
  ({ file, line, text }) => markup`<li><code>${file}:${line}</code> <code class="quiet">${text}</code>
`,
)}</ul>
${left > 0 && markup`<p class="quiet">and ${countedInPage(left, 'more place')}`}`;
}
