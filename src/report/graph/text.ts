import type { GraphReport } from '../../commands/graph/graph.ts';
import { cycleText } from '../../graph/cycles.ts';
import { columnsOf } from '../columns.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines, type Column } from '../table.ts';
import { treeOf, type TreeRow } from '../tree.ts';
import { branchesDown, branchesUp, type Branch } from './branches.ts';
import { stateNames, statePaint } from './states.ts';

/** Rows of a tree: a graph of some sixty nodes is shown whole, of a larger one the beginning. */
const mostRows = 160;
const mostAlone = 12;
const mostCycles = 5;

/** The graph as trees: below each flag is what it needs. */
export function graphText(report: GraphReport, style: Style): string {
  const { nodes, named } = report;
  if (nodes.length === 0) return emptyText(report, style);
  const blocks = named.length > 0 ? namedBlocks(report, style) : wholeBlocks(report, style);
  const all = [[heading(report, style)], ...blocks, cycleLines(report, style), nextLines(report, style)];
  return `${all
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function emptyText({ kinds }: GraphReport, style: Style): string {
  const message = kinds ? `nothing depends on anything by ${kinds.join(', ')}` : 'no flags yet';
  return `${[message, '', ...nextSteps([kinds ? 'flagwright graph' : 'flagwright new'], style)].join('\n')}\n`;
}

function heading({ project, nodes, edges, named }: GraphReport, { paint }: Style): string {
  const count = (kind: string): number => nodes.filter((node) => node.kind === kind).length;
  const kinds = ['flag', 'segment', 'system'].filter((kind) => count(kind) > 0);
  const counts = [...kinds.map((kind) => counted(count(kind), kind)), edges.length === 1 ? '1 dependency' : `${edges.length} dependencies`].join(', '); // prettier-ignore
  const keys = named.slice(0, 3).map((place) => printable(nodes[place]!.key));
  const title = keys.length > 0 ? `around ${keys.join(', ')}${named.length > keys.length ? ', ...' : ''}` : printable(project); // prettier-ignore
  return `${paint.bold(title)}   ${counts}`;
}

function namedBlocks(report: GraphReport, style: Style): string[][] {
  const down = branchesDown(report);
  const up = branchesUp(report);
  return report.named.flatMap((place) => {
    const root = { place, label: '', others: [] };
    const isAlone = down(root).length === 0 && up(root).length === 0;
    return [
      down(root).length > 0 ? [style.paint.bold('what it needs'), ...treeLines(report, [root], down, style)] : [],
      up(root).length > 0 ? [style.paint.bold('what needs it'), ...treeLines(report, [root], up, style)] : [],
      isAlone ? [`${printable(report.nodes[place]!.key)} needs nothing, and nothing needs it`] : [],
    ];
  });
}

function wholeBlocks(report: GraphReport, style: Style): string[][] {
  const { nodes, edges } = report;
  const down = branchesDown(report);
  const needed = new Uint8Array(nodes.length);
  const joined = new Uint8Array(nodes.length);
  for (const { kind, from, to } of edges) {
    joined[from] = joined[to] = 1;
    if (kind !== 'conflict' && from !== to) needed[to] = 1;
  }
  const branch = (place: number): Branch => ({ place, label: '', others: [] });
  const places = nodes.map((_, place) => place).sort((a, b) => (nodes[a]!.key < nodes[b]!.key ? -1 : 1));
  const roots = places.filter((place) => joined[place] && !needed[place]);
  // Where all need each other there is no beginning: the first of what is not reached is one.
  const reached = new Set<number>();
  const reach = (start: number): void => {
    const open = [start];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (reached.has(at)) continue;
      reached.add(at);
      for (const { place, others, label } of down(branch(at))) {
        if (!label.startsWith('conflicts')) for (const one of [place, ...others]) open.push(one);
      }
    }
  };
  for (const root of roots) reach(root);
  for (const place of places) {
    if (!joined[place] || reached.has(place)) continue;
    roots.push(place);
    reach(place);
  }
  const alone = places.filter((place) => !joined[place]).map((place) => nodes[place]!.key);
  const listed = alone.slice(0, mostAlone).join(', ') + (alone.length > mostAlone ? ` and ${alone.length - mostAlone} more` : ''); // prettier-ignore
  const last = [{ cells: ['on their own'] }, { cells: [prose(listed, style.unicode)], wrap: true }];
  return [
    treeLines(report, roots.map(branch), down, style),
    alone.length > 0 ? tableLines(last, { width: style.width, gap: 3 }) : [],
  ];
}

function treeLines(
  report: GraphReport,
  roots: readonly Branch[],
  childrenOf: (branch: Branch) => readonly Branch[],
  style: Style,
): string[] {
  const { paint, width } = style;
  const { nodes } = report;
  // What has nothing below it says nothing new, so it needs no "(above)" either.
  const identity = (one: Branch): string | undefined =>
    one.others.length === 0 && childrenOf(one).length > 0 ? `${one.place}` : undefined;
  const { rows, isCut } = treeOf(roots, { childrenOf, identity, maxRows: mostRows }, style);
  const text = ({ node, guide, above, cut }: TreeRow<Branch>): string => {
    const room = width - guide.length - node.label.length;
    const keys = fitting([node.place, ...node.others].map((place) => printable(nodes[place]!.key)), room); // prettier-ignore
    return `${node.label === '' ? keys : node.label.replace('%', () => keys)}${above ? '  (above)' : ''}${cut ? ' ...' : ''}`;
  };
  const tree: Column = {
    cells: rows.map((row) => row.guide + text(row)),
    paint: (cell, row) => {
      const guide = rows[row]?.guide ?? '';
      const rest = cell.slice(guide.length);
      return paint.dim(guide) + (guide === '' ? paint.bold(rest) : rest);
    },
    cap: report.environmentsNamed ? Math.max(30, width - 12 * report.environments.length) : Infinity,
  };
  const lines = tableLines([tree, ...stateColumns(report, rows, style)], { width, paintHeading: paint.dim });
  if (isCut) lines.push(paint.dim(`... and more: flagwright graph FLAG --depth 1 shows what is around one`));
  return lines;
}

/** As many names as there is room for, at least one; the others are counted. */
function fitting(names: readonly string[], room: number): string {
  let text = names[0] ?? '';
  for (let at = 1; at < names.length; at++) {
    const left = names.length - at;
    const longer = `${text}, ${names[at]}`;
    if (columnsOf(longer) + (left > 1 ? 12 : 0) > room) return `${text} and ${left} more`;
    text = longer;
  }
  return text;
}

function stateColumns(report: GraphReport, rows: readonly TreeRow<Branch>[], style: Style): Column[] {
  const { environments, environmentsNamed, nodes } = report;
  if (!environmentsNamed) return [];
  return environments.map((name, at) => {
    const states = rows.map(({ node, above }) =>
      above || node.others.length > 0 ? undefined : nodes[node.place]?.states[at]?.state,
    );
    return {
      heading: printable(name),
      cells: states.map((state) => (state ? stateNames[state] : '')),
      paint: (text, row) => statePaint(states[row], style)(text),
    };
  });
}

function cycleLines({ cycles }: GraphReport, style: Style): string[] {
  if (cycles.length === 0) return [];
  const { paint, width, unicode } = style;
  const listed = cycles.slice(0, mostCycles).map((keys) => prose(cycleText(keys), unicode));
  if (cycles.length > mostCycles) listed.push(`and ${cycles.length - mostCycles} more`);
  return [
    paint.red(`${cycles.length === 1 ? 'a cycle' : `${cycles.length} cycles`}: what lies on it can never hold`),
    ...tableLines([{ cells: listed, wrap: true }], { width, indent: 2 }),
  ];
}

function nextLines({ nodes, named, edges, depth }: GraphReport, style: Style): string[] {
  const node = nodes[named[0] ?? edges[0]?.from ?? 0]!;
  const word = /^[a-z0-9][a-z0-9._-]{0,40}$/.test(node.key) ? node.key : 'FLAG';
  const around = `flagwright graph ${word}${depth === undefined ? ' --depth 1' : ''}`;
  if (named.length === 0) return nextSteps([around, 'flagwright graph --format svg --output graph.svg'], style);
  return nextSteps(node.kind === 'system' ? [around] : [around, `flagwright impact ${word}`], style);
}
