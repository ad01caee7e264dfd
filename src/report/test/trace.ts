import type { TraceStep } from '../../evaluate/evaluation.ts';
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

/** What a line of the last column gets at least. */
const resultWidth = 24;
const longestStep = 28;

/** How an evaluation came about: the steps, what each asked, and what came of it. */
export function traceLines(trace: readonly TraceStep[], style: Style, indent: number): string[] {
  const { unicode, paint, width } = style;
  const rows = trace.flatMap((step) => rowsOf(step, marks(style).to));
  const steps = rows.map(({ step }) => prose(clip(step, longestStep), unicode));
  const widest = Math.max(0, ...steps.map(columnsOf));
  const room = Math.max(16, width - indent - widest - 4 - resultWidth);
  return tableLines(
    [
      { cells: steps },
      { cells: rows.map(({ detail }) => prose(clip(detail, room - 3), unicode)) },
      {
        cells: rows.map(({ result }) => prose(result, unicode)),
        wrap: true,
        paint: (text) => (/^(no|unmet)\b/.test(text) ? paint.yellow(text) : text),
      },
    ],
    { width, indent },
  );
}

function rowsOf({ step, name, detail, result, why, clauses = [] }: TraceStep, to: string): Row[] {
  const because = why === undefined ? '' : `: ${why}`;
  if (step === 'enabled') return [{ step, detail: `in ${detail}`, result }];
  if (step === 'prerequisite') return [{ step, detail, result: result + because }];
  if (step !== 'rule') return [{ step, detail, result: why === undefined ? result : `${why} ${to} ${result}` }];
  const label = `rule ${name}`;
  // Held back by its schedule, or by a split without a bucketing value: what its clauses say does not matter.
  if (clauses.every(({ holds }) => holds) && (result === 'no' || clauses.length === 0)) {
    return [{ step: label, detail, result: result + because }];
  }
  const rows = clauses.map((clause, index) => ({
    step: index === 0 ? label : '',
    detail: clause.text,
    result: clause.holds ? 'yes' : `no${clause.why === undefined ? '' : `: ${clause.why}`}`,
  }));
  return result === 'yes' && why !== undefined ? [...rows, { step: '', detail: 'split', result: why }] : rows;
}
