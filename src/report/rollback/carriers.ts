import type { Carrier, CarrierSystem } from '../../rollback/carriers/carrier.ts';
import { hanging } from '../hanging.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks, tableLines } from '../table.ts';
import { capacityText, fallbackText, isTrouble, loadText, systemStatusText } from './carrier-words.ts';
import { cut, moreText } from './cut.ts';

const mostCarriers = 8;
const mostSystems = 8;
const title = 'what carries the load';

/** What takes over from the flags that go off, and whether it can. */
export function carrierLines(carriers: readonly Carrier[], style: Style): string[] {
  const { paint, width, unicode } = style;
  const [only] = carriers;
  if (!only) return [];
  if (carriers.length === 1) {
    const [first = '', ...others] = hanging(`${title}     `, prose(fallbackText(only), unicode), width);
    return [paint.bold(title) + first.slice(title.length), ...others, ...systemLines(only.systems, 2, style)];
  }
  const { shown, left } = cut(worstFirst(carriers, mostCarriers, hasTrouble), mostCarriers);
  const lines = [paint.bold(title)];
  for (const one of shown) {
    const what = `${one.flag} in ${one.environment} ${marks(style).to} ${fallbackText(one)}`;
    lines.push(...hanging('  ', prose(what, unicode), width), ...systemLines(one.systems, 4, style));
  }
  return left > 0 ? [...lines, paint.dim(`  ${prose(moreText(left), unicode)}`)] : lines;
}

function systemLines(systems: readonly CarrierSystem[], indent: number, { paint, width, unicode }: Style): string[] {
  const { shown, left } = cut(worstFirst(systems, mostSystems, isTrouble), mostSystems);
  if (shown.length === 0) return [];
  const tone = (text: string, row: number): string => {
    const one = shown[row] as CarrierSystem;
    return isTrouble(one) || one.status !== 'active' ? paint.yellow(text) : text;
  };
  const lines = tableLines(
    [
      { cells: shown.map(({ key }) => printable(key, unicode)), cap: Math.floor(width / 2) },
      { cells: shown.map((one) => printable(systemStatusText(one), unicode)), paint: tone },
      { cells: shown.map((one) => printable(capacityText(one), unicode)), align: 'right' },
      {
        cells: shown.map((one) => prose(loadText(one), unicode)),
        wrap: true,
        paint: (text, row) => (shown[row]?.verdict === 'enough' ? paint.green(text) : tone(text, row)),
      },
    ],
    { width, indent, gap: 3 },
  );
  const more = prose(moreText(left, 'systems'), unicode);
  return left > 0 ? [...lines, paint.dim(' '.repeat(indent) + more)] : lines;
}

function hasTrouble({ fallback, systems }: Carrier): boolean {
  return fallback?.problem !== undefined || systems.some(isTrouble);
}

/** What is in trouble comes first only where something is left out: else the order is the user's. */
function worstFirst<Item>(all: readonly Item[], most: number, isBad: (item: Item) => boolean): readonly Item[] {
  return all.length <= most + 1 ? all : [...all.filter(isBad), ...all.filter((one) => !isBad(one))];
}
