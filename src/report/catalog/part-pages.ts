import type { CatalogSegment, CatalogSystem, CatalogTeam } from '../../commands/catalog/catalog-report.ts';
import { conditionWords } from './condition.ts';
import { flagTable } from './flag-table.ts';
import { markup, type Markup, type MarkupPart } from './html.ts';
import { facts, linkTo, rootOf, section, type CatalogPage, type CatalogSite } from './layout.ts';
import type { PageKind } from './names.ts';
import { timeline } from './timeline.ts';
import { countedInPage, listedInWords, quiet, stateBadge } from './words.ts';

const nobody = 'nobody';

export function teamPages(site: CatalogSite): CatalogPage[] {
  const { teams } = site.report;
  const row = ({ key, name, contact, flags }: CatalogTeam): MarkupPart[] => [
    markup`<a href="${site.pageOf('teams', key)}">${key || nobody}</a>`,
    name,
    contact,
    flags.length,
  ];
  const all = table('Owners', ['Owner', 'Name', 'Contact', 'Flags'], teams.map(row));
  return [{ path: 'teams.html', title: 'Owners', body: all }, ...teams.map((team) => teamPage(team, site))];
}

function teamPage(team: CatalogTeam, site: CatalogSite): CatalogPage {
  const path = site.pageOf('teams', team.key)!;
  const root = rootOf(path);
  const { key, known, name, contact, members, flags, segments, systems } = team;
  const title = key || nobody;
  const lead = key === '' ? 'These flags have no owner.' : (name ?? (known ? '' : 'This owner is not in owners.yaml.'));
  const own = flags.flatMap((flag) => site.flags.get(flag) ?? []);
  const parts = [
    heading(title, lead),
    facts([
      ['Contact', contact],
      ['Members', members.join(', ')],
      ['Segments', links(site, 'segments', segments, root)],
      ['Systems', links(site, 'systems', systems, root)],
    ]),
    own.length > 0 && section(countedInPage(own.length, 'flag'), flagTable(own, site, root)),
  ];
  return { path, title, body: markup`${parts}` };
}

export function segmentPages(site: CatalogSite): CatalogPage[] {
  const { segments } = site.report;
  const row = ({ key, description, owner, flags }: CatalogSegment): MarkupPart[] => [
    linkTo(site, 'segments', key, ''),
    description,
    owner !== undefined && linkTo(site, 'teams', owner, ''),
    flags.length,
  ];
  const all = table('Segments', ['Segment', 'Who', 'Owner', 'Flags'], segments.map(row));
  return [{ path: 'segments.html', title: 'Segments', body: all }, ...segments.map((one) => segmentPage(one, site))];
}

function segmentPage(segment: CatalogSegment, site: CatalogSite): CatalogPage {
  const path = site.pageOf('segments', segment.key)!;
  const root = rootOf(path);
  const { key, file, description, owner, when, uses, usedBy, flags, versions } = segment;
  const users = flags.map(
    (one) => markup`${linkTo(site, 'flags', one.key, root)} in ${listedInWords(one.environments)}`,
  );
  const parts = [
    heading(key, description),
    facts([
      ['Owner', owner !== undefined && linkTo(site, 'teams', owner, root)],
      ['Uses', links(site, 'segments', uses, root)],
      ['Used by segments', links(site, 'segments', usedBy, root)],
      ['File', markup`<code>${file}</code>`],
    ]),
    section('Who is in it', markup`<div>${conditionWords(when, site.pageOf, root)}</div>
`),
    section('Flags that use it', columns(users) ?? quiet('No flag uses it.')),
    section('Versions', timeline(versions)),
  ]; // prettier-ignore
  return { path, title: key, body: markup`${parts}` };
}

export function systemPages(site: CatalogSite): CatalogPage[] {
  const { systems } = site.report;
  const row = ({ key, status, owner, flags }: CatalogSystem): MarkupPart[] => [
    linkTo(site, 'systems', key, ''),
    status ?? 'not in systems.yaml',
    owner !== undefined && linkTo(site, 'teams', owner, ''),
    flags.length,
  ];
  const all = table('Systems', ['System', 'Status', 'Owner', 'Flags'], systems.map(row));
  return [{ path: 'systems.html', title: 'Systems', body: all }, ...systems.map((one) => systemPage(one, site))];
}

function systemPage(system: CatalogSystem, site: CatalogSite): CatalogPage {
  const path = site.pageOf('systems', system.key)!;
  const root = rootOf(path);
  const { key, owner, status, criticality, capacity, flags, fallbackFor } = system;
  const affecting = flags.map((flag) => markup`${linkTo(site, 'flags', flag, root)}${stateOf(flag, site)}`);
  const parts = [
    heading(key, undefined),
    facts([
      ['Owner', owner !== undefined && linkTo(site, 'teams', owner, root)],
      ['Status', status ?? 'not in systems.yaml'],
      ['Criticality', criticality],
      ['Capacity', capacity],
      ['Carries the load of', links(site, 'flags', fallbackFor, root)],
    ]),
    section('Flags that affect it', columns(affecting) ?? quiet('No flag affects it.')),
  ];
  return { path, title: key, body: markup`${parts}` };
}

function heading(title: string, lead: string | undefined): Markup {
  return markup`<h1>${title}</h1>
${
  lead !== undefined &&
  markup`<p class="lead">${lead}
`
}`;
}

function links(site: CatalogSite, kind: PageKind, keys: readonly string[], root: string): MarkupPart[] {
  return listedInWords(keys.map((key) => linkTo(site, kind, key, root)));
}

/** A list that may be long; undefined for none. */
function columns(items: readonly MarkupPart[]): Markup | undefined {
  return items.length === 0 ? undefined : markup`<ul class="columns">${items.map((item) => markup`<li>${item}
`)}</ul>
`; // prettier-ignore
}

function stateOf(key: string, { flags, main }: CatalogSite): MarkupPart {
  const state = flags.get(key)?.environments[main]?.state;
  return state !== undefined && markup` ${stateBadge(state)}`;
}

function table(title: string, columns: readonly string[], rows: readonly (readonly MarkupPart[])[]): Markup {
  if (rows.length === 0)
    return markup`<h1>${title}</h1>
${quiet('There are none.')}`;
  return markup`<h1>${title}</h1>
<table class="plain"><thead><tr>${columns.map((name) => markup`<th scope="col">${name}`)}</tr></thead>
<tbody>
${rows.map(
  ([first, ...others]) => markup`<tr><th scope="row">${first}${others.map((one) => markup`<td>${one}`)}
`,
)}</tbody></table>
`;
}
