import type { SegmentImpactReport, SegmentUserFlag } from '../../commands/impact/impact-segment.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { nextSteps, tableLines } from '../table.ts';
import { commandWord, factLines, named } from './facts.ts';

/** More flags than this are counted instead of listed. */
const mostFlags = 60;

/** The blocks of what a change to a segment reaches. */
export function segmentText(report: SegmentImpactReport, style: Style): string[][] {
  const { segment, owner, segments, dependents, systems, owners } = report;
  const { paint, width } = style;
  const heading = [paint.bold(printable(segment)), 'segment', ...(owner === undefined ? [] : [printable(owner)])];
  if (dependents.length === 0) {
    return [[heading.join('   ')], ['no flag uses it'], nextSteps(['flagwright lint', 'flagwright graph'], style)];
  }
  const listed = dependents.slice(0, mostFlags);
  const lines = tableLines(
    [
      { cells: listed.map(({ key }) => printable(key)), cap: 40 },
      { cells: listed.map((flag) => prose(usesText(flag, report), style.unicode)), wrap: true },
      { cells: listed.map((flag) => printable(flag.owner ?? '')) },
      { cells: listed.map(({ criticality }) => printable(criticality)) },
    ],
    { width, indent: 2 },
  );
  if (listed.length < dependents.length) {
    lines.push(paint.dim(`  ... and ${dependents.length - listed.length} more: --json has all`));
  }
  const facts: [string, string][] = [];
  if (segments.length > 0) facts.push(['part of', named(segments)]);
  if (systems.length > 0) facts.push(['systems', named(systems.map(({ name }) => name))]);
  if (owners.length > 0) facts.push(['owners', named(owners)]);
  return [
    [heading.join('   ')],
    [paint.bold('who is targeted by it'), ...lines],
    factLines(facts, style),
    nextSteps(
      [
        `flagwright graph ${commandWord(segment, 'SEGMENT')}`,
        `flagwright history ${commandWord(dependents[0]?.key ?? '', 'FLAG')}`,
      ],
      style,
    ),
  ];
}

function usesText(flag: SegmentUserFlag, { environments, segment }: SegmentImpactReport): string {
  const where = environments.filter((_, at) => flag.uses[at]).map((name) => {
    const on = flag.active[environments.indexOf(name)];
    return on ? `${name} (on)` : name;
  }); // prettier-ignore
  return `in ${named(where)}${flag.via === segment ? '' : `, through ${flag.via}`}`;
}
