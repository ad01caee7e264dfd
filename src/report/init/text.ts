import type { InitFile, InitReport } from '../../commands/init/init.ts';
import { printable, prose } from '../../diagnostic/printable.ts';
import { wrapLines } from '../columns.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';

/** What was written, what has to be done by hand, and the commands to go on with. */
export function initText(report: InitReport, style: Style): string {
  const { paint } = style;
  const { files, written } = report;
  if (!written) return dryRun(files, style);
  const verb = ({ kept }: InitFile): string => (kept ? 'kept' : 'wrote');
  const table = tableLines(
    [
      { cells: files.map(verb), paint: (text) => (text === 'kept' ? paint.yellow(text) : paint.green(text)) },
      { cells: files.map(({ path }) => printable(path)) },
      {
        cells: files.map(({ kept, purpose }) => (kept ? 'was there already' : purpose)),
        wrap: true,
        paint: (text) => paint.dim(text),
      },
    ],
    { width: style.width, gap: 3 },
  );
  const todo = toDo(report).flatMap((text) => {
    const [first = '', ...rest] = wrapLines(prose(text), style.width - 4);
    return [`  - ${first}`, ...rest.map((line) => `    ${line}`)];
  });
  const settings = files.find(({ path, kept }) => kept && path === '.vscode/settings.json');
  const snippet = settings ? [paint.bold(`add to ${settings.path}`), settings.text.trimEnd()] : [];
  const blocks = [table, todo.length > 0 ? [paint.bold('to do'), ...todo] : [], snippet, next(report, style)];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function toDo({ files, placeholder, email, schemasFound }: InitReport): string[] {
  const todo: string[] = [];
  const owners = files.find(({ path }) => path.endsWith('owners.yaml'))?.path ?? '';
  if (placeholder) todo.push(`replace you@example.com by your e-mail address in ${owners}`);
  if (email !== undefined) todo.push(`see whether ${email} in ${owners} is right: it comes from git's user.email`);
  if (!schemasFound) todo.push('npm install --save-dev flagwright, so that editors find its schemas');
  return todo;
}

function next({ example, ci, projectOption }: InitReport, { paint, width }: Style): string[] {
  const rows: [string, string][] = [];
  rows.push([`flagwright lint${projectOption}`, 'check it']);
  if (example !== undefined) rows.push([`flagwright show ${example}${projectOption}`, 'look at the example']);
  rows.push([`flagwright new${projectOption}`, 'a flag of your own']);
  if (ci === undefined)
    rows.push(['npx flagwright lint --format github', 'in CI; init --ci github writes the workflow']);
  const lines = tableLines(
    [
      { cells: rows.map(([command]) => printable(command)) },
      { cells: rows.map(([, why]) => why), wrap: true, paint: (text) => paint.dim(text) },
    ],
    { width, indent: 2, gap: 3 },
  );
  return [paint.bold('next'), ...lines];
}

function dryRun(files: readonly InitFile[], { paint }: Style): string {
  const blocks = files.map(({ path, text, kept }) =>
    kept
      ? paint.bold(`would keep ${printable(path)}, which is there already`)
      : `${paint.bold(`would write ${printable(path)}`)}\n\n${text.trimEnd()}`,
  );
  return `${blocks.join('\n\n')}\n`;
}
