import { printable } from '../../diagnostic/printable.ts';
import type { CatalogReport } from '../../commands/catalog/catalog-report.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps } from '../table.ts';

/** A catalogue and what writing it came to. */
export interface WrittenCatalog {
  readonly report: Pick<CatalogReport, 'command' | 'title' | 'commit' | 'uncommitted' | 'now' | 'missingHistory'> & {
    readonly flags: readonly unknown[];
  };
  /** As the user knows it. */
  readonly folder: string;
  readonly files: number;
  readonly bytes: number;
  readonly changes: { readonly written: number; readonly removed: number; readonly same: number };
}

/** What was written, and how to look at it. */
export function catalogText({ report, folder, files, bytes, changes }: WrittenCatalog, style: Style): string {
  const { paint } = style;
  const { written, removed } = changes;
  // Of a small one nobody wonders how large it is.
  const size = bytes < 1_000_000 ? '' : `, ${(bytes / 1_000_000).toFixed(1)} MB`;
  const done = written + removed === 0 ? 'nothing has changed' : `${written} written, ${removed} removed`;
  const at = report.commit === undefined ? '' : ` at ${report.commit.id.slice(0, 7)}`;
  const lines = [
    `${paint.bold(printable(report.title))}${at}   ${counted(report.flags.length, 'flag')}, ${counted(files, 'file')}${size}`,
    `  ${printable(folder)}   ${paint.dim(done)}`,
    ...(report.missingHistory === undefined
      ? []
      : [paint.yellow(`  without history: ${printable(report.missingHistory)}`)]),
    '',
    ...nextSteps([`open ${printable(folder)}/index.html`], style),
  ];
  return `${lines.join('\n')}\n`;
}
