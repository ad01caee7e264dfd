import type { GraphReport } from '../../commands/graph.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { graphDot } from './dot.ts';

/** Beyond these a dense picture takes seconds to lay out, and nobody could read it. */
const mostNodes = 200;
const mostEdges = 600;

/** Fonts of the widths that it was laid out with come first. */
const fonts = 'Arial,Helvetica,Liberation Sans,sans-serif';

/**
 * The graph as a picture, laid out by Graphviz (as WebAssembly, loaded now).
 * @throws UserError for a graph that is too large
 */
export async function graphSvg(report: GraphReport): Promise<string> {
  const { nodes, edges } = report;
  if (nodes.length > mostNodes || edges.length > mostEdges) {
    throw new UserError(
      `${nodes.length} nodes with ${edges.length} edges are too many for a picture (at most ${mostNodes} and ${mostEdges})`,
      'name a flag, with --depth 1 or 2, or kinds with --kind prerequisite; --format dot has it all for other tools',
    );
  }
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const svg = viz.renderString(graphDot(report), { format: 'svg', engine: 'dot' });
  return svg.slice(svg.indexOf('<svg')).replaceAll('font-family="Helvetica,sans-Serif"', `font-family="${fonts}"`);
}
