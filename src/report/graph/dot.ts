import type { GraphEdgeReport, GraphNodeReport, GraphPicture } from '../../workspace/graph-picture.ts';
import { edgeLabel, edgeLooks, edgesUsed, label, lookOf, looks, looksUsed, nodeFacts, pictured, pictureTitle } from './picture.ts'; // prettier-ignore
import { stateNames } from './states.ts';

/** Graphviz knows the widths of its letters, which are those of Arial and Liberation Sans too. */
const font = 'Helvetica';

/** Where a node leads, if it leads anywhere. */
export type AddressOf = (node: GraphNodeReport) => string | undefined;

/** The graph in the language of Graphviz, with its title above and a legend below. */
export function graphDot(report: GraphPicture): string {
  return linkedDot(report, () => undefined);
}

/** The same with nodes that lead somewhere. */
export function linkedDot(report: GraphPicture, addressOf: AddressOf): string {
  const { nodes, edges } = report;
  const ids = nodes.map((node, place) => idOf(node, place));
  return `${[
    'digraph flags {',
    `  graph [rankdir=LR, bgcolor="#ffffff", pad=0.4, nodesep=0.3, ranksep=0.9, fontname=${quoted(font)}, fontsize=11, labelloc=b, labeljust=l, label=${legend(report)}];`,
    `  node [fontname=${quoted(font)}, fontsize=12, margin="0.22,0.1", penwidth=1.3];`,
    `  edge [fontname=${quoted(font)}, fontsize=10, arrowsize=0.7];`,
    '  subgraph cluster_graph {',
    `    graph [peripheries=0, labelloc=t, labeljust=l, margin=12, label=${title(report)}];`,
    ...nodes.map(
      (node, place) =>
        `    ${ids[place]} [${nodeAttributes(node, place, report)}${addressAttribute(addressOf(node))}];`,
    ),
    '  }',
    ...edges.map((edge) => `  ${ids[edge.from]} -> ${ids[edge.to]} [${edgeAttributes(edge)}];`),
    '}',
  ].join('\n')}\n`;
}

/** A readable name of a node, or a number for a key that does not have our form. */
function idOf({ kind, key }: GraphNodeReport, place: number): string {
  return /^[A-Za-z0-9._-]+$/.test(key) ? `"${kind} ${key}"` : `"${kind} #${place}"`;
}

function nodeAttributes(node: GraphNodeReport, place: number, report: GraphPicture): string {
  const { fill, line, text } = looks[lookOf(node, report)];
  const shape = { flag: 'shape=box, style="filled,rounded"', segment: 'shape=hexagon, style=filled, margin="0,0.02"', system: 'shape=cylinder, style=filled' }[node.kind]; // prettier-ignore
  const facts = nodeFacts(node, report);
  const small = facts === '' ? '' : `<BR/><FONT POINT-SIZE="9.5">${html(facts)}</FONT>`;
  const bold = report.named.includes(place) ? ', penwidth=3' : '';
  return `${shape}, fillcolor="${fill}", color="${line}", fontcolor="${text}"${bold}, label=<<B>${html(label(node.key))}</B>${small}>, tooltip=${quoted(`${label(node.key)}: ${facts}`)}`;
}

function addressAttribute(address: string | undefined): string {
  return address === undefined ? '' : `, URL=${quoted(address)}`;
}

function edgeAttributes(edge: GraphEdgeReport): string {
  const { line, says } = edgeLooks[edge.kind];
  const style = {
    prerequisite: 'penwidth=1.5',
    conflict: 'style=dashed, dir=both, arrowhead=tee, arrowtail=tee, penwidth=1.4, constraint=false',
    fallback: 'style=dashed, penwidth=1.4, arrowhead=empty',
    segment: 'arrowhead=dot, arrowsize=0.5',
    affects: 'style=dotted, arrowhead=vee',
  }[edge.kind];
  const text = edgeLabel(edge);
  const tooltip = `${says}${edge.reason === undefined ? '' : `: ${label(edge.reason, 300)}`}`;
  return `${style}, color="${line}"${text === '' ? '' : `, fontcolor="${line}", label=${quoted(` ${text} `)}`}, tooltip=${quoted(tooltip)}`;
}

function title(report: GraphPicture): string {
  const environment = pictured(report);
  const where = environment ? `<BR ALIGN="LEFT"/><FONT POINT-SIZE="11" COLOR="#64748b">states in ${html(label(environment.name))}</FONT>` : ''; // prettier-ignore
  return `<<FONT POINT-SIZE="18" COLOR="#0f172a"><B>${html(pictureTitle(report))}</B></FONT>${where}<BR ALIGN="LEFT"/>>`;
}

/** Boxes in the colours of the nodes, words in those of the edges; nothing that the picture does not have. */
function legend(report: GraphPicture): string {
  const used = looksUsed(report);
  // Without a label of any, there is nothing to explain.
  const boxes = (used.length === 1 && used[0] === 'flag' ? [] : used).map((name) => {
    const { fill, line, text } = looks[name];
    const says = name in stateNames ? stateNames[name as keyof typeof stateNames] : name;
    return `<TD BGCOLOR="${fill}" COLOR="${line}" BORDER="1" STYLE="ROUNDED"><FONT COLOR="${text}">${says}</FONT></TD>`;
  });
  const signs = { prerequisite: '→', conflict: '⊢⊣', fallback: '⇢', segment: '•', affects: '⋯' };
  const lines = edgesUsed(report).map((kind) => {
    const { line, says } = edgeLooks[kind];
    return `<TD BORDER="0"><FONT COLOR="${line}">${signs[kind]} ${says}</FONT></TD>`;
  });
  const cells = [...boxes, ...lines];
  if (cells.length === 0) return '""';
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="8" CELLPADDING="5"><TR>${cells.join('')}</TR></TABLE>>`;
}

/** Text inside of an HTML-like label. */
function html(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A quoted string. A backslash would begin an escape, and one at the end take the quote with it. */
function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
