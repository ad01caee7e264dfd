import type { ClauseTrace, Evaluation, TraceStep } from '../../evaluate/evaluation.ts';
import { columnsOf, takeStart, wrapLines } from '../columns.ts';
import { prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { marks, tableLines } from '../table.ts';

/** One question that was asked, and what came of it. */
interface Row {
  readonly step: string;
  readonly asked: string;
  readonly result: string;
  /** `bad` stopped it or went wrong, `good` decided it. */
  readonly tone: 'good' | 'bad' | 'plain';
}

const indent = 2;
const gap = 2;
const longestStep = 24;

/** The steps of an evaluation, in the order in which they were taken. */
export function traceLines(trace: readonly TraceStep[], evaluation: Evaluation, style: Style): string[] {
  const { paint, unicode, width } = style;
  const { to } = marks(style);
  const rows = trace.flatMap((step) => rowsOf(step, evaluation, to));
  const steps = rows.map(({ step }) => prose(step, unicode)).map(short);
  const left = width - indent - 2 * gap - Math.max(...steps.map(columnsOf));
  const results = rows.map(({ result }) => prose(result, unicode));
  const widest = Math.max(...results.map(columnsOf));
  const widestQuestion = Math.max(...rows.map(({ asked }) => columnsOf(prose(asked, unicode))));
  const resultWidth = Math.max(12, Math.min(widest, Math.max(Math.floor(left / 2), left - widestQuestion)));
  const lines = rows.flatMap(({ asked, tone }, index) => {
    const questions = wrapLines(prose(asked, unicode), Math.max(16, left - resultWidth));
    const answers = wrapLines(results[index] ?? '', resultWidth);
    return Array.from({ length: Math.max(questions.length, answers.length) }, (_, line) => ({
      step: line === 0 ? (steps[index] ?? '') : '',
      asked: questions[line] ?? '',
      result: answers[line] ?? '',
      tone,
    }));
  });
  const tones = {
    good: (text: string): string => paint.green(text),
    bad: (text: string): string => paint.red(text),
    plain: (text: string): string => text,
  };
  return tableLines(
    [
      { cells: lines.map(({ step }) => step), paint: (text) => paint.dim(text) },
      { cells: lines.map(({ asked }) => asked) },
      { cells: lines.map(({ result }) => result), paint: (text, row) => tones[lines[row]?.tone ?? 'plain'](text) },
    ],
    { width, indent, gap },
  );
}

function rowsOf(step: TraceStep, { variant = '', reason }: Evaluation, to: string): Row[] {
  const { detail, result, why } = step;
  const because = why === undefined ? '' : `: ${why}`;
  switch (step.step) {
    case 'enabled':
      return [{ step: 'enabled', asked: result, result: '', tone: 'plain' }];
    case 'prerequisite':
      return [
        { step: 'prerequisite', asked: detail, result: result + because, tone: result === 'ok' ? 'plain' : 'bad' },
      ];
    case 'rule':
      return ruleRows(step, variant, to);
    case 'targeting': {
      const row = { step: 'targeting', asked: detail };
      if (reason === 'ERROR') return [{ ...row, result: 'fails', tone: 'bad' }];
      if (reason === 'TARGETING_MATCH') return [{ ...row, result: `${to} ${result}`, tone: 'good' }];
      return [{ ...row, result: 'no variant', tone: 'plain' }];
    }
    case 'otherwise': {
      const isPlain = detail === result;
      const bucket = why === undefined ? '' : `${why} `;
      return [{ step: 'otherwise', asked: detail, result: isPlain ? '' : `${bucket}${to} ${result}`, tone: 'good' }];
    }
    case 'error':
      return [{ step: 'error', asked: detail, result, tone: 'bad' }];
  }
}

/** A rule by its clauses; where it matched, what it serves; where it did not for another reason, that. */
function ruleRows(
  { name, detail, result, why, clauses = [], serves, bucket }: TraceStep,
  variant: string,
  to: string,
): Row[] {
  const rows: Row[] = clauses.map((clause) => ({
    step: '',
    asked: clause.text,
    result: answerOf(clause),
    tone: 'plain',
  }));
  const isWithoutClauses = rows.length === 0;
  if (isWithoutClauses) rows.push({ step: '', asked: detail, result: result === 'no' ? '' : 'yes', tone: 'plain' });
  const clausesHold = clauses.every(({ holds }) => holds);
  if (result === 'yes') {
    const served = bucket === undefined ? '' : `${why} `;
    rows.push({
      step: '',
      asked: `serves ${serves ?? variant}`,
      result: bucket === undefined ? '' : `${served}${to} ${variant}`,
      tone: 'good',
    });
  } else if (why !== undefined && (clausesHold || why.startsWith('it '))) {
    rows.push({ step: '', asked: 'skipped', result: why, tone: 'plain' });
  }
  return rows.map((row, index) => (index === 0 ? { ...row, step: `rule ${name}` } : row));
}

function answerOf({ holds, why }: ClauseTrace): string {
  if (holds) return 'yes';
  return why === undefined ? 'no' : `no: ${why}`;
}

function short(step: string): string {
  return columnsOf(step) > longestStep ? `${takeStart(step, longestStep - 3)}...` : step;
}
