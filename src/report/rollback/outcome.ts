import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { CommitReport } from '../../workspace/commit-change.ts';
import { commandLines } from '../command-line.ts';
import { hanging } from '../hanging.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { commitText, pushText, stateNow, undoWords } from './outcome-words.ts';

/** What was done, where it is, and how it is undone. */
export function appliedLines(report: RollbackReport, applied: CommitReport, style: Style): string[] {
  const { paint, width, unicode } = style;
  const say = (text: string): string[] => hanging('  ', prose(text, unicode), width);
  const now = stateNow(report);
  const lines = [
    ...hanging('', prose(`Rolled back ${report.what}`, unicode), width).map((line) => paint.bold(line)),
    ...say(commitText(applied, report.plan)),
    ...(now === '' ? [] : say(now)),
    ...pushLines(applied, style),
  ];
  const undo = undoWords(applied);
  if (!undo)
    return [...lines, ...say(`it takes effect once ${applied.newBranch} is merged`).map((line) => paint.dim(line))];
  const [first = '', ...others] = commandLines(undo, width, 'undo   '.length);
  return [...lines, paint.dim('undo') + printable(first.slice('undo'.length), unicode), ...others];
}

function pushLines(applied: CommitReport, { paint, width, unicode }: Style): string[] {
  const { pushedTo, pushError } = applied;
  if (pushError !== undefined) {
    const said = pushError.split('\n').map((line) => `    ${printable(line, unicode)}`.trimEnd());
    return [`  ${paint.bold.red('not pushed')}: git says`, ...said];
  }
  const lines = hanging('  ', prose(pushText(applied), unicode), width);
  // Nothing is rolled back where it runs until it is pushed.
  return pushedTo === undefined ? lines.map((line) => paint.yellow(line)) : lines;
}

/** Why nothing was done, and what to do. */
export function refusedLines({ message, help }: NonNullable<RollbackReport['refused']>, style: Style): string[] {
  const { paint, width, unicode } = style;
  const [first = '', ...others] = help.split('\n');
  const why = hanging('refused: ', prose(message, unicode), width);
  const what = hanging('help: ', prose(first, unicode), width);
  return [
    ...why.map((line, at) => (at === 0 ? paint.bold.red('refused') + line.slice('refused'.length) : line)),
    'nothing was written',
    ...what.map((line, at) => (at === 0 ? paint.cyan('help') + line.slice('help'.length) : line)),
    // What a hook said has lines of its own.
    ...others.map((line) => `  ${printable(line, unicode)}`.trimEnd()),
  ];
}
