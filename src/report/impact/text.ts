import type { ImpactedFlag, ImpactReport } from '../../commands/impact/impact.ts';
import type { SegmentImpactReport } from '../../commands/impact/impact-segment.ts';
import { printable } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines } from '../table.ts';
import { treeOf } from '../tree.ts';
import { commandWord, factLines, named, whereActive } from './facts.ts';
import { segmentText } from './segment-text.ts';
import { consequences } from './consequences.ts';

/** Rows of the tree of who is hit: more than somebody reads on the way to a decision. */
const mostRows = 60;

/** What would happen if a flag went off, or what a change to a segment reaches. */
export function impactText(report: ImpactReport | SegmentImpactReport, style: Style): string {
  const blocks = 'segment' in report ? segmentText(report, style) : flagBlocks(report, style);
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function flagBlocks(report: ImpactReport, style: Style): string[][] {
  const { flag, environments } = report;
  const { paint } = style;
  const facts = [flag.type, flag.criticality, flag.owner].filter((fact) => fact !== undefined).map((one) => printable(one)); // prettier-ignore
  const key = commandWord(flag.key, 'FLAG');
  return [
    [
      [paint.bold(printable(flag.key)), ...facts].join('   '),
      paint.dim(whereActive(flag.active, environments, { long: true })),
    ],
    section('if it went off', consequences(report, style), style),
    section('who is hit', treeLines(report, style), style),
    factLines(relations(report), style),
    nextSteps([`flagwright graph ${key}`, `flagwright show ${key}`], style),
  ];
}

function section(title: string, lines: readonly string[], { paint }: Style): string[] {
  return lines.length === 0 ? [] : [paint.bold(title), ...lines];
}

/** The flag and its dependents; of one environment with what becomes of each. */
function treeLines(report: ImpactReport, style: Style): string[] {
  const { flag, dependents, tree, environments } = report;
  if (dependents.length === 0) return [];
  const { paint, width } = style;
  const byKey = new Map<string, ImpactedFlag>(dependents.map((one) => [one.key, one]));
  const { rows, isCut } = treeOf(
    [flag.key],
    { childrenOf: (key) => tree.get(key) ?? [], identity: (key) => key, maxRows: mostRows },
    style,
  );
  const only = environments.length === 1;
  const cells = rows.map(({ node, guide, above, cut }) => {
    const one = byKey.get(node) ?? flag;
    const label = `${guide}${printable(node)}`;
    if (above) return { label: `${label}  (above)`, state: '', owner: '', criticality: '' };
    const outcome = byKey.get(node);
    const state = only && outcome ? stateAfter(outcome, 0) : '';
    return {
      label: cut ? `${label} ...` : label,
      state,
      owner: printable(one.owner ?? ''),
      criticality: printable(one.criticality),
    };
  });
  const isLoss = (row: number): boolean => cells[row]?.state.startsWith('on, ') === true;
  const lines = tableLines(
    [
      { cells: cells.map(({ label }) => label), cap: 48 },
      { cells: cells.map(({ state }) => state), paint: (text, row) => (isLoss(row) ? paint.red(text) : paint.dim(text)) },
      { cells: cells.map(({ owner }) => owner) },
      { cells: cells.map(({ criticality }) => criticality) },
    ],
    { width, indent: 2 },
  ); // prettier-ignore
  if (isCut) {
    const shown = new Set(rows.map(({ node }) => node)).size - 1;
    const hidden = dependents.length - shown;
    lines.push(paint.dim(`  ... ${hidden > 0 ? `and ${counted(hidden, 'more flag')}: ` : ''}--json has every path`));
  }
  return lines;
}

function stateAfter({ active, hits }: ImpactedFlag, at: number): string {
  const hit = hits[at];
  if (!hit) return active[at] ? 'on, stays so' : 'not on';
  if (hit.how === 'dormant') return 'off, could not be enabled';
  if (hit.how === 'idle') return 'not on, loses its prerequisite';
  return hit.loss === 'wholly' ? 'on, loses its prerequisite' : 'on, loses it in part';
}

function relations(report: ImpactReport): [label: string, text: string][] {
  const { systems, owners, fallback, fallbackFor, conflicts, prerequisites, environments } = report;
  const facts: [string, string][] = [];
  if (systems.length > 0) {
    facts.push(['systems', named(systems.map(({ name, status }) => (status === undefined || status === 'active' ? name : `${name} (${status})`)))]); // prettier-ignore
  }
  if (owners.length > 0) facts.push(['owners', named(owners)]);
  if (fallback) {
    const { key, flag, system, carriers } = fallback;
    const behind = carriers.map(({ name, status }) => `${name}, ${status ?? 'unknown'}`);
    const state = flag ? whereActive(flag.active, environments) : 'does not exist';
    const text = key === undefined ? named(behind) : `${key} (${state})${behind.length > 0 ? `: ${named(behind, '; ')}` : ''}`; // prettier-ignore
    facts.push(['falls back to', system === undefined || behind.length > 0 ? text : system]);
  } else facts.push(['falls back to', 'nothing']);
  const others = (list: readonly { key: string; active: readonly boolean[] }[]): string =>
    named(list.map(({ key, active }) => `${key} (${whereActive(active, environments)})`));
  if (fallbackFor.length > 0) facts.push(['fallback of', others(fallbackFor)]);
  if (conflicts.length > 0) {
    facts.push(['conflicts with', named(conflicts.map(({ key, flag }) => `${key} (${flag ? whereActive(flag.active, environments) : 'does not exist'})`))]); // prettier-ignore
  }
  if (prerequisites.length > 0) facts.push(['needs', others(prerequisites)]);
  return facts;
}
