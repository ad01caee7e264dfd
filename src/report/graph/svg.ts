import type { GraphPicture } from '../../workspace/graph-picture.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { linkedDot, type AddressOf } from './dot.ts';

/** Beyond these a dense picture takes seconds to lay out, and nobody could read it. */
const mostNodes = 200;
const mostEdges = 600;

/** Fonts of the widths that it was laid out with come first. */
const fonts = 'Arial,Helvetica,Liberation Sans,sans-serif';

/**
 * The graph as a picture, laid out by Graphviz (as WebAssembly, loaded now).
 * @throws UserError for a graph that is too large
 */
export function graphSvg(report: GraphPicture): Promise<string> {
  return linkedSvg(report, () => undefined);
}

/** The same with nodes that lead somewhere. @throws UserError as `graphSvg` does */
export async function linkedSvg(report: GraphPicture, addressOf: AddressOf): Promise<string> {
  const { nodes, edges } = report;
  if (nodes.length > mostNodes || edges.length > mostEdges) {
    throw new UserError(
      `${nodes.length} nodes with ${edges.length} edges are too many for a picture (at most ${mostNodes} and ${mostEdges})`,
      'name a flag, with --depth 1 or 2, or kinds with --kind prerequisite; --format dot has it all for other tools',
    );
  }
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const drawn = viz.renderFormats(linkedDot(report, addressOf), ['svg', 'json'], { engine: 'dot' });
  if (drawn.status !== 'success') throw new Error(drawn.errors.map(({ message }) => message).join('; '));
  const { svg = '', json = '' } = drawn.output;
  const picture = fitted(svg.slice(svg.indexOf('<svg')), labelWidths(JSON.parse(json)));
  return picture.replaceAll('font-family="Helvetica,sans-Serif"', `font-family="${fonts}"`);
}

/** The width that each label was laid out with, by its place `x y`, as Graphviz's JSON has it. */
function labelWidths(layout: unknown): ReadonlyMap<string, number> {
  const widths = new Map<string, number>();
  const pending = [layout];
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (typeof part !== 'object' || part === null) continue;
    const { op, pt, width } = part as { op?: unknown; pt?: unknown; width?: unknown };
    if (op === 'T' && Array.isArray(pt) && typeof width === 'number') {
      widths.set(`${Number(pt[0])} ${-Number(pt[1])}`, width);
    }
    pending.push(...Object.values(part));
  }
  return widths;
}

/** Makes every label as wide as it was measured, whatever font it is shown in, so that none leaves its shape. */
function fitted(svg: string, widths: ReadonlyMap<string, number>): string {
  return svg.replace(/(<text [^>]*? x="([^"]*)" y="([^"]*)")/g, (tag, start: string, x: string, y: string) => {
    const width = widths.get(`${Number(x)} ${Number(y)}`);
    return width === undefined || width <= 0 ? tag : `${start} textLength="${width}" lengthAdjust="spacingAndGlyphs"`;
  });
}
