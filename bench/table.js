// What the benchmark prints: a table of medians, and ratios against goals.

/** Milliseconds as a person reads them. */
export function duration(ms) {
  if (!Number.isFinite(ms)) return '-';
  if (ms >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms.toFixed(ms < 100 ? 1 : 0)} ms`;
}

/** Aligned columns: text to the left in the first column and after `numbersTo`, numbers to the right. */
function columns(rows, numbersTo) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const cell = (text, i) => (i > 0 && i <= numbersTo ? text.padStart(widths[i]) : text.padEnd(widths[i]));
  return rows.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd()).join('\n');
}

/** A table of the results of `measure`, in the order given. */
export function resultTable(results) {
  const rows = [['', 'wall', 'CPU', 'peak', 'runs']];
  for (const { name, wall, cpu, peak, runs } of results) {
    rows.push([name, duration(wall), duration(cpu), Number.isFinite(peak) ? `${peak.toFixed(0)} MB` : '-', `${runs}`]);
  }
  return columns(rows, 4);
}

const verdict = (values, goal) => {
  const met = values.filter(Number.isFinite).map((value) => value <= goal);
  if (met.length === 0) return 'not known';
  if (met.every(Boolean)) return 'goal met';
  return met.some(Boolean)
    ? `goal ${met[0] ? 'met by wall, missed by CPU' : 'missed by wall, met by CPU'}`
    : 'goal missed';
};

/**
 * Ratios of pairs of results: `comparisons` are `{ what, against, goal? }` by name; those with a side that was not
 * measured are left out. Without a goal the ratio is shown and not judged.
 */
export function ratioTable(results, comparisons) {
  const rows = [['', 'wall', 'CPU', 'goal', '']];
  for (const { what, against, goal } of comparisons) {
    const [a, b] = [results.get(what), results.get(against)];
    if (!a || !b) continue;
    const ratios = [a.wall / b.wall, a.cpu / b.cpu];
    const shown = ratios.map((ratio) => (Number.isFinite(ratio) ? ratio.toFixed(2) : '-'));
    const judged = goal === undefined ? ['', ''] : [`<= ${Number(goal.toFixed(2))}`, verdict(ratios, goal)];
    rows.push([`${what} / ${against}`, ...shown, ...judged]);
  }
  return rows.length > 1 ? columns(rows, 3) : '';
}

/** One line on the largest peak among results, against a goal in MB. */
export function peakLine(results, goal) {
  const peaks = results.map((result) => result.peak).filter(Number.isFinite);
  if (peaks.length === 0) return '';
  const most = Math.max(...peaks);
  return `  peak memory ${most.toFixed(0)} MB, goal < ${goal} MB: ${most < goal ? 'goal met' : 'goal missed'}`;
}
