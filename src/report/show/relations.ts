import type { EnvironmentState } from '../../workspace/flag-summary.ts';
import type { RelatedFlag, ShowReport } from '../../commands/show/show.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';

interface Row {
  readonly name: string;
  readonly state: string;
  readonly note: string;
}

/** What the flag hangs on and what hangs on it, a block for each kind; empty where there is none. */
export function relationBlocks(report: ShowReport, style: Style): { title: string; lines: string[] }[] {
  const { prerequisites, dependents, conflicts, fallback, systems, links } = report;
  const known = systems.some(({ status }) => status !== undefined);
  const fallbacks = fallback
    ? [
        {
          name: printable(fallback.flag ?? fallback.system ?? ''),
          state: fallback.flag === undefined ? 'a system' : whereOn(fallback.environments),
          note: fallback.reason ?? '',
        },
      ]
    : [];
  return [
    { title: 'needs', lines: rowLines(prerequisites.map(related), style) },
    { title: 'needed by', lines: rowLines(dependents.map(related), style) },
    { title: 'conflicts with', lines: rowLines(conflicts.map(related), style) },
    { title: 'falls back to', lines: rowLines(fallbacks, style) },
    {
      title: 'affects',
      lines: rowLines(
        systems.map(({ name, status }) => ({
          name: printable(name),
          state: status ?? (known ? 'not in systems.yaml' : ''),
          note: '',
        })),
        style,
      ),
    },
    {
      title: 'links',
      // An address that is cut in two is of no use.
      lines: tableLines(
        [{ cells: links.map(({ name }) => printable(name)) }, { cells: links.map(({ url }) => printable(url)) }],
        {
          width: style.width,
          indent: 2,
          gap: 3,
        },
      ),
    },
  ];
}

function related({ key, variants, reason, environments }: RelatedFlag): Row {
  const wanted = variants ? ` = ${variants.map((name) => printable(name)).join(' or ')}` : '';
  return { name: printable(key) + wanted, state: whereOn(environments), note: reason ?? '' };
}

/** Where a flag is on, shortly. */
function whereOn(states: readonly EnvironmentState[] | undefined): string {
  if (!states) return 'does not exist';
  const on = states.filter(({ enabled }) => enabled).map(({ name }) => printable(name));
  if (on.length === 0) return 'off everywhere';
  if (on.length === states.length) return 'on everywhere';
  return on.length > 3 ? `on in ${on.length} of ${states.length}` : `on in ${on.join(', ')}`;
}

/** Name and state side by side; reasons below, since sentences need the width. */
function rowLines(rows: readonly Row[], { paint, width }: Style): string[] {
  const lines: string[] = [];
  const nameWidth = Math.max(0, ...rows.map(({ name }) => name.length));
  for (const { name, state, note } of rows) {
    const cells = [
      { cells: [name.padEnd(nameWidth)], cap: 40 },
      { cells: [state], wrap: true },
    ];
    lines.push(...tableLines(cells, { width, indent: 2, gap: 3 }));
    const reason = [{ cells: [prose(note)], wrap: true, paint: (text: string) => paint.dim(text) }];
    if (note !== '') lines.push(...tableLines(reason, { width, indent: 4 }));
  }
  return lines;
}
