import type { TeamLink } from '../../commands/catalog/catalog-report.ts';
import type { GraphPicture } from '../../workspace/graph-picture.ts';
import { linkedSvg } from '../graph/svg.ts';
import { markup, Markup, type MarkupPart } from './html.ts';
import { linkTo, type CatalogPage, type CatalogSite } from './layout.ts';
import type { PageKind } from './names.ts';
import { countedInPage } from './words.ts';

/** A picture of more says nothing any more, and takes long to lay out; a list of more nobody reads. */
const [mostDrawn, mostListed] = [30, 300] as const;

/** What depends on what: everything, or of a project that is too large for that, team by team. */
export async function graphPage(site: CatalogSite): Promise<CatalogPage> {
  const { graph } = site.report;
  const title = 'Graph';
  if (graph.of === 'project') {
    const picture = await zoomable(graph.picture, site, (kind) => (kind === 'segment' ? 'segments' : kind === 'system' ? 'systems' : 'flags')); // prettier-ignore
    return { path: 'graph.html', title, body: markup`<h1>${title}</h1>
${picture}` }; // prettier-ignore
  }
  const links = [...graph.links].sort((a, b) => b.count - a.count);
  const drawn = links.slice(0, mostDrawn);
  const cut =
    links.length > drawn.length ? ` The picture has the ${mostDrawn} strongest of ${links.length} links.` : '';
  const body = markup`<h1>${title}</h1>
<p class="lead">Which teams need flags of others. The page of each flag has a picture of what is around it.${cut}
${drawn.length > 0 && (await zoomable(teamPicture(drawn, site), site, () => 'teams'))}<h2>Between teams</h2>
<ul class="columns">${links.slice(0, mostListed).map((link) => linkItem(link, site))}</ul>
`;
  return { path: 'graph.html', title, body };
}

function linkItem({ from, to, count }: TeamLink, site: CatalogSite): Markup {
  const team = (key: string): MarkupPart => (key === '' ? 'nobody' : linkTo(site, 'teams', key, ''));
  return markup`<li>${team(from)} needs ${team(to)} <span class="quiet">${countedInPage(count, 'time')}</span>
`;
}

async function zoomable(
  picture: GraphPicture,
  { pageOf }: CatalogSite,
  pagesOf: (kind: string) => PageKind,
): Promise<Markup> {
  const svg = await linkedSvg(picture, ({ kind, key }) => pageOf(pagesOf(kind), key));
  // The colours are those of a light page; where it is dark, the style has others in their place.
  const themed = svg.replace(/"#([0-9a-f]{6})"/g, '"var(--g$1,#$1)"');
  return markup`<p id="zoom" hidden><button type="button" value="in">Zoom in</button> <button type="button" value="out">Zoom out</button> <button type="button" value="fit">Fit</button> <span class="quiet">or + − 0 and the arrow keys in the picture</span></p>
<div class="zoomable" tabindex="0" role="group" aria-label="Picture of the dependencies">${new Markup(themed)}</div>
`;
}

/** Teams in the form of a graph of flags, so that it is drawn in the same way. */
function teamPicture(links: readonly TeamLink[], { report }: CatalogSite): GraphPicture {
  const keys = [...new Set(links.flatMap(({ from, to }) => [from, to]))].sort();
  const flags = new Map(report.teams.map((team) => [team.key, team.flags.length]));
  const place = new Map(keys.map((key, at) => [key, at]));
  return {
    project: report.title,
    named: [],
    depth: undefined,
    kinds: undefined,
    environments: [],
    main: undefined,
    environmentsNamed: false,
    nodes: keys.map((key) => ({
      kind: 'flag',
      key: key || 'nobody',
      type: countedInPage(flags.get(key) ?? 0, 'flag'),
      owner: undefined,
      status: undefined,
      states: [],
    })),
    edges: links.map(({ from, to }) => ({
      kind: 'prerequisite',
      from: place.get(from)!,
      to: place.get(to)!,
      variants: undefined,
      reason: undefined,
    })),
    cycles: [],
  };
}
