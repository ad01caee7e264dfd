import type { BlameReport } from '../../commands/blame/blame.ts';
import type { Path } from '../../diagnostic/diagnostic.ts';
import { clip, printable, prose } from '../../diagnostic/printable.ts';
import { columnsOf, takeStart } from '../columns.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines, type Column } from '../table.ts';
import { whenText } from '../when.ts';

/** Longer values are cut: the file has them whole. */
const longestValue = 160;

/** The fields of a flag, each with the version that set it. What the line above says already is left out. */
export function blameText(report: BlameReport, style: Style): string {
  const { paint, unicode, width } = style;
  const { flag, version, now } = report;
  const fields = report.fields.filter(({ path }) => !isIdentity(path));
  const isNew = fields.map((field, index) => fields[index - 1]?.version !== field.version);
  const cells = (of: (field: (typeof fields)[number]) => string): string[] =>
    fields.map((field, index) => (isNew[index] ? of(field) : ''));
  const names = fields.map(({ path }) => printable(nameOf(path), unicode));
  const columns: Column[] = [
    { cells: cells((field) => `${field.version.number}`), align: 'right', paint: (text) => paint.bold(text) },
    { cells: cells((field) => field.version.commit.slice(0, 7)), paint: (text) => paint.yellow(text) },
    { cells: cells((field) => whenText(field.version.committedAt, now)) },
    { cells: cells((field) => shortName(printable(field.version.info.author.name, unicode))) },
    {
      cells: fields.map(({ value }, index) => `${names[index]}: ${valueText(value, unicode)}`),
      wrap: true,
      paint: (text, row) => {
        const name = `${names[row]}:`;
        return text.startsWith(name) ? paint.dim(name) + text.slice(name.length) : text;
      },
    },
  ];
  const key = printable(flag, unicode);
  const notes = [
    report.unreadable ? `version ${version} cannot be read: these are the fields of the last that can be` : '',
    report.incomplete ? 'incomplete: what was before cannot be followed' : '',
  ].filter((note) => note !== '');
  const blocks = [
    [`${paint.bold(key)}   version ${version}, ${counted(fields.length, 'field')}`],
    tableLines(columns, { width, indent: 2 }),
    notes.map((note) => paint.yellow(note)),
    nextSteps([`flagwright history ${key}`], style),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** The field by which an entry goes is in its path already. */
function isIdentity(path: Path): boolean {
  const [kind, , list] = path;
  if (kind === 'environments') return path.length === 5 && list === 'rules' && path[4] === 'name';
  return (kind === 'prerequisites' || kind === 'conflicts') && path.length === 3 && path[2] === 'flag';
}

/** A path as changes speak of it: `production rule employees serve`. */
function nameOf([first, ...rest]: Path): string {
  if (first === 'environments') {
    const [environment, list, ...more] = rest;
    return [environment, list === 'rules' && more.length > 0 ? 'rule' : list, ...more]
      .filter((step) => step !== undefined)
      .join(' ');
  }
  if (rest.length > 0 && (first === 'prerequisites' || first === 'conflicts')) {
    return [first.slice(0, -1), ...rest].join(' ');
  }
  return [first, ...rest].join(' ');
}

function shortName(name: string): string {
  return columnsOf(name) > 16 ? `${takeStart(name, 13)}...` : name;
}

/** A value in one line: text as it is, anything else as JSON with spaces. */
function valueText(value: unknown, unicode: boolean): string {
  if (typeof value === 'string') return prose(clip(value, longestValue), unicode);
  return prose(clip(flowText(value), longestValue), unicode);
}

function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : String(value);
  const parts = Object.entries(value).map(([name, item]) => `${name}: ${flowText(item)}`);
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}
