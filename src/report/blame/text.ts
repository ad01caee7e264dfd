import type { BlameReport } from '../../commands/blame.ts';
import { clip, printable, prose } from '../printable.ts';
import { columnsOf, takeStart } from '../columns.ts';
import { counted, type Style } from '../style.ts';
import { nextSteps, tableLines, type Column } from '../table.ts';
import { whenText } from '../when.ts';

/** Longer values are cut: the file has them whole. */
const longestValue = 160;

/** The fields of a flag, each with the version that set it. What the line above says already is left out. */
export function blameText(report: BlameReport, style: Style): string {
  const { paint, unicode, width } = style;
  const { flag, fields, version, now } = report;
  const isNew = fields.map((field, index) => fields[index - 1]?.version !== field.version);
  const cells = (of: (field: BlameReport['fields'][number]) => string): string[] =>
    fields.map((field, index) => (isNew[index] ? of(field) : ''));
  const names = fields.map(({ path }) => path.map((step) => printable(String(step), unicode)).join('.'));
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
