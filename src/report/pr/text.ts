import type { PrFlag, PrReport } from '../../commands/pr/pr.ts';
import type { RiskLevel } from '../../commands/pr/risk.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { inReadingOrder, isOfTheWhole, wholeText } from '../changes.ts';
import { hanging } from '../hanging.ts';
import { LintTexts } from '../lint/texts.ts';
import { candidatesText, placeText, remedyOf } from '../policy/remedy.ts';
import type { Style } from '../style.ts';
import { contentsText, expiryText, exposureInWords, obstacles, reachOf } from './words.ts';

const label = 12;

/** The pull request: verdict, flags with their risk, what lint finds, what the policy asks, expiries. */
export function prText(report: PrReport, style: Style): string {
  const { paint, unicode } = style;
  const stops = obstacles(report);
  const verdict = stops.length === 0 ? paint.green('ready') : paint.red(stops.join(', '));
  const { base, head, includesWorkingTree } = report;
  const more = includesWorkingTree ? ', and what is not committed yet' : '';
  const range = `${printable(base.name, unicode)} (${base.commit.slice(0, 7)}) to ${printable(head.name, unicode)} (${head.commit.slice(0, 7)})${more}`; // prettier-ignore
  const blocks = [
    [paint.bold(contentsText(report)), `  ${paint.dim(range)}`, `  ${verdict}`],
    ...report.flags.map((flag) => flagBlock(flag, report, style)),
    segmentBlock(report, style),
    governanceBlock(report, style),
    lintBlock(report, style),
    policyBlock(report, style),
    approvalBlock(report, style),
    expiryBlock(report, style),
  ];
  return `${blocks.filter((lines) => lines.length > 0).map((lines) => lines.join('\n')).join('\n\n')}\n`; // prettier-ignore
}

function flagBlock(flag: PrFlag, { meaning }: PrReport, style: Style): string[] {
  const { paint, unicode } = style;
  const { changed, risk, environments } = flag;
  const arrow = unicode ? '→' : '->';
  const facts = [changed.owner ?? '', changed.criticality, changed.change === 'modified' ? '' : changed.change.toUpperCase()]; // prettier-ignore
  const title = [paint.bold(printable(changed.key, unicode)), ...facts.filter((one) => one !== '').map((one) => printable(one, unicode))]; // prettier-ignore
  const line = row(style);
  const [worst, ...others] = risk.reasons;
  return [
    `${title.join('   ')}   ${riskText(risk.level, style)}`,
    ...(worst ? line('risk', [worst, ...others.slice(0, 3)].map(({ text }) => text).join('; ')) : []),
    ...inReadingOrder(changed.changes, meaning.environments).flatMap((one) =>
      line('', isOfTheWhole(one) ? wholeText(one) : one.summary),
    ),
    ...environments.flatMap((one) => {
      const text = exposureInWords(one, arrow);
      return text === '' ? [] : line('exposure', `${one.environment}: ${text}`);
    }),
    ...reachOf(flag).flatMap(([name, keys]) => line(name, listed(keys))),
  ];
}

function segmentBlock({ meaning }: PrReport, style: Style): string[] {
  return meaning.segments.flatMap(({ key, flags, changes }) => [
    `${style.paint.bold(printable(key, style.unicode))}   segment`,
    ...changes.flatMap(({ summary }) => row(style)('', summary)),
    ...(flags.length > 0 ? row(style)('used by', listed(flags)) : []),
  ]);
}

function governanceBlock({ meaning }: PrReport, style: Style): string[] {
  return meaning.governance.flatMap(({ file, changes }) => [
    `${style.paint.bold(printable(file, style.unicode))}   governance`,
    ...changes.flatMap(({ summary }) => row(style)('', summary)),
  ]);
}

function lintBlock({ diagnostics, texts }: PrReport, style: Style): string[] {
  const { paint, unicode, width } = style;
  if (diagnostics.length === 0) return [];
  const places = new LintTexts(texts);
  const lines = diagnostics.slice(0, 20).flatMap((one) => {
    const weight = one.severity === 'error' ? paint.red(one.severity) : paint.yellow(one.severity);
    const at = `${printable(one.file, unicode)}:${places.position(one.file, one.span.start).line}`;
    return [`  ${weight}[${one.rule}]  ${at}`, ...hanging('    ', prose(one.message, unicode), width)];
  });
  const left = diagnostics.length - 20;
  return [paint.bold('new in lint'), ...lines, ...(left > 0 ? [`  and ${left} more: flagwright lint --changed`] : [])];
}

function policyBlock({ commits }: PrReport, style: Style): string[] {
  const { paint, unicode, width } = style;
  const found = commits.flatMap(({ info, violations }) =>
    violations.filter(({ code }) => code !== 'approvals-missing').map((violation) => ({ id: info.id, violation })),
  );
  if (found.length === 0) return [];
  const lines = found.slice(0, 20).flatMap(({ id, violation }) => {
    const where = violation.against?.places.slice(0, 3).map(placeText).join(', ') ?? '';
    const remedy = remedyOf(violation);
    const name = id === 'uncommitted' ? 'not committed yet' : id.slice(0, 7);
    return [
      ...hanging('  ', prose(`${name}: ${violation.message}${where === '' ? '' : `: ${where}`}`, unicode), width),
      ...(remedy === undefined ? [] : hanging(`    ${unicode ? '→' : '->'} `, prose(remedy, unicode), width)),
    ];
  });
  const left = found.length - 20;
  return [paint.bold('policy'), ...lines, ...(left > 0 ? [`  and ${left} more: flagwright policy check`] : [])];
}

function approvalBlock({ approvals }: PrReport, style: Style): string[] {
  if (approvals.length === 0) return [];
  const lines = approvals.flatMap(({ rule, missing, from, places, candidates }) => [
    ...hanging('  ', prose(`${missing} more from ${from.join(', ')} for ${listed(places.map(placeText))} (rule ${rule})`, style.unicode), style.width), // prettier-ignore
    ...hanging('    ', prose(candidatesText(candidates), style.unicode), style.width),
  ]);
  return [style.paint.bold('approvals'), ...lines];
}

function expiryBlock({ expiries }: PrReport, style: Style): string[] {
  if (expiries.length === 0) return [];
  const arrow = style.unicode ? '→' : '->';
  const wide = Math.max(...expiries.map(({ flag }) => flag.length));
  const lines = expiries.map((one) => `  ${printable(one.flag.padEnd(wide), style.unicode)}  ${prose(expiryText(one, arrow), style.unicode)}`); // prettier-ignore
  return [style.paint.bold('expiries'), ...lines];
}

function riskText(level: RiskLevel, { paint }: Style): string {
  const text = `risk ${level}`;
  if (level === 'critical') return paint.red(text);
  return level === 'high' ? paint.yellow(text) : paint.dim(text);
}

function row({ unicode, width }: Style): (name: string, text: string) => string[] {
  return (name, text) => (text === '' ? [] : hanging(`  ${name.padEnd(label)}`, prose(text, unicode), width));
}

function listed(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
