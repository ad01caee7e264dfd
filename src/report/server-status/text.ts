import type { RefusedCommit, ServerStatusReport } from '../../commands/server-status/server-status.ts';
import { printable } from '../../diagnostic/printable.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';

/** What a server serves, and what it refuses. */
export function serverStatusText(report: ServerStatusReport, style: Style): string {
  const { paint } = style;
  const { server, ready, draining, environments, refused } = report;
  const state = draining ? paint.yellow('is ending') : ready ? paint.green('is ready') : paint.red('is not ready');
  const lines = tableLines(
    [
      {
        heading: 'environment',
        cells: environments.map(({ name }) => printable(name)),
        paint: (text) => paint.bold(text),
      },
      { heading: 'version', cells: environments.map(({ served }) => String(served?.version ?? 'none')) },
      { heading: 'commit', cells: environments.map(({ served }) => printable(served?.commit.slice(0, 7) ?? '')) },
      { heading: 'digest', cells: environments.map(({ served }) => printable(served?.digest.slice(0, 12) ?? '')) },
    ],
    { width: style.isTerminal ? style.width : Infinity, paintHeading: paint.dim },
  );
  const told = refused ? ['', ...refusedLines(refused).map((line) => paint.red(line))] : [];
  return `${[`${printable(server)} ${state}`, '', ...lines, ...told].join('\n')}\n`;
}

const reasons: Readonly<Record<string, string>> = {
  broken: 'is broken',
  rewritten: 'rewrites history',
  unreadable: 'cannot be read',
};

function refusedLines({ commit, why, problems }: RefusedCommit): string[] {
  const what = commit === undefined ? 'the ref' : `commit ${printable(commit.slice(0, 7))}`;
  return [
    `${what} is not served: it ${reasons[why] ?? printable(why)}`,
    ...problems.map((one) => `  ${printable(one)}`),
  ];
}
