import type { InlayHint, Range } from 'vscode-languageserver';
import { inDays } from '../diagnostic/relative-time.ts';
import { daysLeft } from '../lifecycle/days.ts';
import { fields, list, text as textOfValue, texts } from '../model/read.ts';
import { findPair, type MappingNode, type Node } from '../source/node.ts';
import { share } from './flag-words.ts';
import type { File } from './place.ts';

/** What a split means: each weight as a share, and by what it is decided; and how far away the end of a flag is. */
export function inlayHints(file: File, range: Range): InlayHint[] {
  const { kind, document, text, session } = file;
  const { root } = document;
  if (kind !== 'flag' || root?.kind !== 'mapping') return [];
  const hints: InlayHint[] = [];
  const add = (offset: number, label: string): void => {
    const position = text.positionAt(offset);
    if (position.line < range.start.line || position.line > range.end.line) return;
    hints.push({ position, label, paddingLeft: true });
  };
  for (const weights of splitsIn(root)) {
    const total = weights.pairs.reduce((sum, { value }) => sum + weightOf(value), 0);
    const by = deciders(document.value);
    weights.pairs.forEach(({ value }, index) => {
      if (value.kind !== 'scalar' || total <= 0) return;
      const isLast = index === weights.pairs.length - 1;
      const percent = total === 100 ? '' : share(weightOf(value), total);
      const label = isLast ? [percent, `by ${by}`].filter((one) => one !== '').join(' ') : percent;
      if (label !== '') add(value.end, label);
    });
  }
  const expires = findPair(root, 'expires')?.value;
  const days = expires?.kind === 'scalar' ? daysLeft(String(expires.value), session.now()) : undefined;
  if (expires && days !== undefined) add(expires.end, inDays(days));
  return hints;
}

function splitsIn(root: Node): MappingNode[] {
  const blocks = findPair(root, 'environments')?.value;
  if (blocks?.kind !== 'mapping') return [];
  const serves = blocks.pairs.flatMap(({ value }) => {
    const rules = findPair(value, 'rules')?.value;
    const items = rules?.kind === 'sequence' ? rules.items : [];
    return [findPair(value, 'otherwise')?.value, ...items.map((item) => findPair(item, 'serve')?.value)];
  });
  return serves.filter((one): one is MappingNode => one?.kind === 'mapping' && !one.alias && one.pairs.length > 1);
}

function weightOf(node: Node): number {
  return node.kind === 'scalar' && typeof node.value === 'number' && node.value > 0 ? node.value : 0;
}

function deciders(value: unknown): string {
  const { bucketBy } = fields(value);
  const named = textOfValue(bucketBy) ?? texts(list(bucketBy)).join(' or ');
  return named === '' ? 'targetingKey' : named;
}
