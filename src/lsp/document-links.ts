import type { DocumentLink } from 'vscode-languageserver';
import type { Node } from '../source/node.ts';
import type { File } from './place.ts';
import { rangeOf } from './text-ranges.ts';

const address = /https?:\/\/[^\s"'<>\\^`{|}]+/g;

/** The web addresses in values: runbooks, issues, dashboards. */
export function documentLinks({ document: { root, text: source }, text }: File): DocumentLink[] {
  const links: DocumentLink[] = [];
  const pending: Node[] = root ? [root] : [];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.alias) continue;
    if (node.kind === 'sequence') pending.push(...node.items);
    else if (node.kind === 'mapping') pending.push(...node.pairs.map(({ value }) => value));
    else {
      for (const match of source.slice(node.start, node.end).matchAll(address)) {
        const target = match[0].replace(/[.,;:!?)\]]+$/, '');
        const start = node.start + match.index;
        links.push({ range: rangeOf(text, { start, end: start + target.length }), target });
      }
    }
  }
  return links.sort(
    (a, b) => a.range.start.line - b.range.start.line || a.range.start.character - b.range.start.character,
  );
}
