import { clip, printable } from '../../diagnostic/printable.ts';
import type { CatalogFlag } from '../../commands/catalog/catalog-report.ts';
import { markup, type Markup } from './html.ts';
import type { CatalogSite } from './layout.ts';

/** Pixels; the style knows the first two as well. */
const [width, height, gapX, gapY, margin] = [184, 32, 56, 12, 4] as const;
/** In a column; more are counted. */
const mostNodes = 8;
/** Steps away that are drawn. */
const mostSteps = 3;

interface Node {
  readonly key: string;
  readonly page: string | undefined;
  /** Class that decides its colours. */
  readonly look: string;
  readonly column: number;
  readonly row: number;
}

interface Edge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'needs' | 'conflict' | 'fallback';
}

/**
 * A flag between those that need it, on its left, and what it needs, falls back to and conflicts with, on its right: an
 * arrow goes from a flag to what it hangs on. Undefined where nothing is around it.
 */
export function flagPicture(flag: CatalogFlag, site: CatalogSite, root: string): Markup | undefined {
  const { needs, conflicts, fallback, fallbackFor } = flag.relations;
  const steps = Math.min(mostSteps, Math.max(0, ...flag.dependents.map(({ depth }) => depth)));
  const columns: { key: string; edge: Edge }[][] = [];
  for (let depth = steps; depth >= 1; depth--) {
    columns.push(
      flag.dependents
        .filter((one) => one.depth === depth)
        .map(({ key, via }) => ({ key, edge: { from: key, to: via, kind: 'needs' } })),
    );
  }
  if (fallbackFor.length > 0 && columns.length === 0) columns.push([]);
  const falling = fallbackFor.map((key) => ({ key, edge: { from: key, to: flag.key, kind: 'fallback' } as const }));
  columns.at(-1)?.push(...falling.filter(({ key }) => !flag.dependents.some((one) => one.key === key)));
  const own = columns.length;
  const right = [
    ...needs.map(({ key }) => ({ key, edge: { from: flag.key, to: key, kind: 'needs' } as const })),
    ...(fallback ? [{ key: fallback.key, edge: { from: flag.key, to: fallback.key, kind: 'fallback' } as const }] : []),
    ...conflicts.map(({ key }) => ({ key, edge: { from: flag.key, to: key, kind: 'conflict' } as const })),
  ];
  const all = [...columns, [{ key: flag.key, edge: undefined }], right];
  if (all.length === 2 && right.length === 0) return undefined;
  return drawn(all, own, site, root);
}

function drawn(
  columns: readonly (readonly { key: string; edge: Edge | undefined }[])[],
  own: number,
  site: CatalogSite,
  root: string,
): Markup {
  const rows = Math.max(...columns.map((column) => Math.min(column.length, mostNodes + 1)));
  const nodes = new Map<string, Node>();
  const edges: Edge[] = [];
  const more: { column: number; row: number; count: number }[] = [];
  columns.forEach((column, at) => {
    const shown = column.slice(0, mostNodes);
    const inColumn = shown.length + (column.length > shown.length ? 1 : 0);
    const top = (rows - inColumn) / 2;
    shown.forEach(({ key, edge }, row) => {
      if (edge) edges.push(edge);
      if (!nodes.has(key)) nodes.set(key, nodeOf(key, at, top + row, site, at === own));
    });
    if (column.length > shown.length) more.push({ column: at, row: top + shown.length, count: column.length - shown.length }); // prettier-ignore
  });
  const size = [
    columns.length * (width + gapX) - gapX + 2 * margin,
    rows * (height + gapY) - gapY + 2 * margin,
  ] as const;
  const known = edges.filter(({ from, to }) => nodes.has(from) && nodes.has(to));
  return markup`<figure tabindex="0" role="group" aria-label="Picture"><svg class="picture" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}">
${known.map((edge) => edgePath(edge, nodes))}${[...nodes.values()].map((node) => nodeShape(node, root))}${more.map(({ column, row, count }) => markup`<text x="${x(column) + width / 2}" y="${y(row) + 21}">and ${count} more</text>`)}</svg></figure>
`;
}

function nodeOf(key: string, column: number, row: number, { flags, pageOf, main }: CatalogSite, isOwn: boolean): Node {
  const flag = flags.get(key);
  const state = flag?.environments[main]?.state ?? (flag ? 'off' : 'other');
  const page = isOwn ? undefined : (pageOf('flags', key) ?? pageOf('systems', key));
  return { key, page, look: isOwn ? `${state} own` : state, column, row };
}

const x = (column: number): number => margin + column * (width + gapX);
const y = (row: number): number => margin + row * (height + gapY);

function nodeShape({ key, page, look, column, row }: Node, root: string): Markup {
  const shape = markup`<rect class="${look}" x="${x(column)}" y="${y(row)}"/><text x="${x(column) + width / 2}" y="${y(row) + 21}">${clip(printable(key), 22)}</text>`;
  return page === undefined ? shape : markup`<a href="${root}${page}">${shape}</a>`;
}

function edgePath({ from, to, kind }: Edge, nodes: ReadonlyMap<string, Node>): Markup {
  const [one, other] = [nodes.get(from)!, nodes.get(to)!];
  const [x1, y1] = [x(one.column) + width, y(one.row) + height / 2];
  const [x2, y2] = [x(other.column), y(other.row) + height / 2];
  const bend = gapX / 2;
  const head = kind === 'conflict' ? markup`` : markup`M${x2 - 7} ${y2 - 4}L${x2} ${y2}L${x2 - 7} ${y2 + 4}`;
  return markup`<path class="${kind}" d="M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}${head}"/>`;
}
