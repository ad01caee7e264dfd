import type { GraphEdgeReport, GraphNodeReport, GraphPicture } from '../../workspace/graph-picture.ts';
import { edgeLabel, edgeLooks, edgesUsed, label, lookOf, looks, looksUsed, nodeFacts, pictured, pictureTitle } from './picture.ts'; // prettier-ignore

/** The graph as a Mermaid flowchart, which forges draw in Markdown. Only numbers are outside of quotes. */
export function graphMermaid(report: GraphPicture): string {
  const { nodes, edges } = report;
  const environment = pictured(report);
  const where = environment ? `, states in ${label(environment.name)}` : '';
  const used = looksUsed(report);
  return `${[
    'flowchart LR',
    `  accTitle: ${plain(pictureTitle(report))}${plain(where)}`,
    ...nodes.map((node, place) => `  n${place}${shape(node, report)}:::${lookOf(node, report)}`),
    ...edges.map((edge) => `  n${edge.from} ${arrow(edge)} n${edge.to}`),
    ...legend(report, where),
    ...used.map((name) => `  classDef ${name} fill:${looks[name].fill},stroke:${looks[name].line},color:${looks[name].text}`), // prettier-ignore
    ...edgeStyles(edges),
  ].join('\n')}\n`;
}

function shape(node: GraphNodeReport, report: GraphPicture): string {
  const facts = nodeFacts(node, report);
  const text = `"<b>${escaped(label(node.key))}</b>${facts === '' ? '' : `<br/><small>${escaped(facts)}</small>`}"`;
  if (node.kind === 'segment') return `{{${text}}}`;
  return node.kind === 'system' ? `[(${text})]` : `(${text})`;
}

function arrow(edge: GraphEdgeReport): string {
  const says = escaped(edge.kind === 'prerequisite' ? edgeLabel(edge) : '');
  const text = says === '' ? '' : `|"${says}"|`;
  return `${{ prerequisite: '-->', conflict: 'x-.-x', fallback: '-.->', segment: '--o', affects: '-.-' }[edge.kind]}${text}`;
}

/** Lines are styled by their numbers. */
function edgeStyles(edges: readonly GraphEdgeReport[]): string[] {
  const numbers = new Map<string, number[]>();
  edges.forEach(({ kind }, index) => {
    const list = numbers.get(kind);
    if (list) list.push(index);
    else numbers.set(kind, [index]);
  });
  return [...numbers].map(([kind, list]) => `  linkStyle ${list.join(',')} stroke:${edgeLooks[kind as keyof typeof edgeLooks].line}`); // prettier-ignore
}

/** One sentence: the words for the lines, whose colours the text of a flowchart cannot have. */
function legend(report: GraphPicture, where: string): string[] {
  const signs = { prerequisite: '⟶ needs', conflict: '✕┄✕ conflicts with', fallback: '┄➤ falls back to', segment: '─○ targets by', affects: '┄┄ affects' }; // prettier-ignore
  const words = edgesUsed(report).map((kind) => signs[kind]);
  const text = [...words, ...(where === '' ? [] : [escaped(where.slice(2))])].join('<br/>');
  if (text === '') return [];
  return [`  subgraph legend`, `    key["${text}"]:::flag`, '  end', ...(looksUsed(report).includes('flag') ? [] : [`  classDef flag fill:${looks.flag.fill},stroke:${looks.flag.line},color:${looks.flag.text}`])]; // prettier-ignore
}

/** Text inside of quotes: every character that Markdown, HTML or Mermaid could take for its own is an entity. */
function escaped(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,=·_-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** Text that is written without quotes: everything but letters and numbers becomes a space. */
function plain(text: string): string {
  return text.replace(/[^\p{L}\p{N} .,_-]/gu, ' ');
}
