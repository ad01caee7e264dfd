import type { ListReport } from '../../commands/list/list.ts';
import { printable } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines, tableWidth, type Column } from '../table.ts';

/** Short names of environments that everybody knows; others are cut. */
const shortNames: Readonly<Record<string, string>> = {
  development: 'dev',
  staging: 'stg',
  production: 'prod',
  testing: 'test',
  acceptance: 'acc',
};

/** Flags as a table. On a terminal it is made to fit; in a pipe each flag is one line, whole. */
export function listText(report: ListReport, style: Style): string {
  const { paint } = style;
  const { flags, total, filtered } = report;
  if (flags.length === 0) {
    const message = filtered ? `no flag is like that; the project has ${counted(total, 'flag')}` : 'no flags yet';
    const next = filtered ? ['flagwright list'] : ['flagwright new'];
    return `${[message, '', ...nextSteps(next, style)].join('\n')}\n`;
  }
  const width = style.isTerminal ? style.width : Infinity;
  const lines = tableLines(fitting(report, style, width), { width, paintHeading: paint.dim });
  const summary = filtered ? `${flags.length} of ${counted(total, 'flag')}` : counted(total, 'flag');
  return `${[...lines, '', summary].join('\n')}\n`;
}

/** The columns that fit: environments get short names first, then columns go that say the least. */
function fitting(report: ListReport, style: Style, width: number): Column[] {
  const [key, type, owner, criticality, expires] = mainColumns(report, style, width) as [
    Column,
    Column,
    Column,
    Column,
    Column,
  ];
  const short = shortHeadings(report.environments);
  const variants: Column[][] = [
    [key, type, owner, criticality, expires, ...environmentColumns(report, style, report.environments)],
    [key, type, owner, criticality, expires, ...environmentColumns(report, style, short)],
    [key, type, owner, expires, ...environmentColumns(report, style, short)],
    [key, owner, expires, ...environmentColumns(report, style, short)],
    [key, type, owner, criticality, expires, sumColumn(report)],
    [key, owner, expires, sumColumn(report)],
  ];
  const least = variants.at(-1) as Column[];
  return variants.find((columns) => tableWidth(columns, {}) <= width) ?? least;
}

function mainColumns({ flags }: ListReport, { paint }: Style, width: number): Column[] {
  const cell = (text: string | undefined): string => (text === undefined ? '-' : printable(text));
  const paintExpiry = (text: string, row: number): string => {
    const daysLeft = flags[row]?.daysLeft;
    return daysLeft !== undefined && daysLeft < 0 ? paint.red(text) : text;
  };
  const cap = Number.isFinite(width) ? Math.max(20, Math.floor(width / 3)) : Infinity;
  return [
    { heading: 'key', cells: flags.map(({ key }) => printable(key)), paint: (text) => paint.bold(text), cap },
    { heading: 'type', cells: flags.map(({ type }) => cell(type)) },
    { heading: 'owner', cells: flags.map(({ owner }) => cell(owner)) },
    { heading: 'criticality', cells: flags.map(({ criticality }) => cell(criticality)) },
    { heading: 'expires', cells: flags.map(({ expires }) => cell(expires)), paint: paintExpiry },
  ];
}

function environmentColumns({ flags }: ListReport, { paint }: Style, headings: readonly string[]): Column[] {
  return headings.map((heading, index) => ({
    heading: printable(heading),
    cells: flags.map(({ environments }) => (environments[index]?.enabled ? 'on' : 'off')),
    paint: (text) => (text === 'on' ? paint.green(text) : paint.dim(text)),
  }));
}

function sumColumn({ flags, environments }: ListReport): Column {
  const count = (index: number): number => flags[index]?.environments.filter(({ enabled }) => enabled).length ?? 0;
  return { heading: 'on in', cells: flags.map((_, index) => `${count(index)} of ${environments.length}`) };
}

/** Names that still tell the environments apart. */
function shortHeadings(names: readonly string[]): string[] {
  const known = names.map((name) => (Object.hasOwn(shortNames, name) ? (shortNames[name] as string) : undefined));
  const taken = new Set<string>();
  return names.map((name, index) => {
    const short = known[index] ?? (name.length > 5 ? name.slice(0, 4) : name);
    const unique = taken.has(short) ? name : short;
    taken.add(unique);
    return unique;
  });
}
