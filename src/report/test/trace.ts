import type { Evaluation, TraceStep } from '../../evaluate/evaluation.ts';
import { columnsOf } from '../columns.ts';
import { clip, prose } from '../printable.ts';
import type { Style } from '../style.ts';
import { marks, tableLines } from '../table.ts';

/** One line of an explanation. */
interface Row {
  readonly step: string;
  readonly detail: string;
  readonly result: string;
}

const indent = 4;
const gap = 2;
const longestStep = 28;

/** How an evaluation came about: the steps, what each asked, and what came of it. */
export function traceLines(trace: readonly TraceStep[], { variant }: Evaluation, style: Style): string[] {
  const { unicode, paint, width } = style;
  const rows = trace.flatMap((step) => rowsOf(step, `${marks(style).to} ${variant ?? 'nothing'}`));
  const steps = rows.map(({ step }) => prose(clip(step, longestStep), unicode));
  const results = rows.map(({ result }) => prose(result, unicode));
  const room = width - indent - 2 * gap - Math.max(0, ...steps.map(columnsOf));
  // The last column is wrapped; what was asked is cut where the two together have too little room.
  const resultWidth = Math.min(Math.max(0, ...results.map(columnsOf)), Math.max(16, Math.floor(room / 2)));
  const longestDetail = Math.max(16, room - resultWidth);
  const details = rows.map(({ detail }) => prose(detail, unicode));
  return tableLines(
    [
      { cells: steps, paint: (text) => paint.dim(text) },
      { cells: details.map((text) => (columnsOf(text) > longestDetail ? clip(text, longestDetail - 3) : text)) },
      { cells: results, wrap: true, paint: (text) => (/^(no|unmet)\b/.test(text) ? paint.yellow(text) : text) },
    ],
    { width, indent, gap },
  );
}

function rowsOf({ step, name, detail, result, why, clauses = [] }: TraceStep, served: string): Row[] {
  const because = why === undefined ? '' : `: ${why}`;
  if (step === 'enabled') return [{ step, detail: `in ${detail}`, result }];
  if (step === 'prerequisite') return [{ step, detail, result: result + because }];
  if (step !== 'rule') return [{ step, detail, result: why === undefined ? result : `${why} ${served}` }];
  const label = `rule ${name}`;
  // Held back by its schedule, or by a split without a bucketing value: what its clauses say does not matter.
  if (clauses.every(({ holds }) => holds) && (result === 'no' || clauses.length === 0)) {
    const split = result === 'yes' && why !== undefined;
    return [{ step: label, detail, result: split ? `${why} ${served}` : result + because }];
  }
  const rows = clauses.map((clause, index) => ({
    step: index === 0 ? label : '',
    detail: clause.text,
    result: clause.holds ? 'yes' : `no${clause.why === undefined ? '' : `: ${clause.why}`}`,
  }));
  return result === 'yes' && why !== undefined
    ? [...rows, { step: '', detail: 'split', result: `${why} ${served}` }]
    : rows;
}
