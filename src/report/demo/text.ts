import type { DemoReport } from '../../commands/demo/demo.ts';
import { shellWord } from '../../diagnostic/shell-word.ts';
import { printable } from '../../diagnostic/printable.ts';
import { counted, type Style } from '../style.ts';
import { tableLines } from '../table.ts';

/** Command lines to try, without `flagwright`, and what each is for. */
const tour: readonly (readonly [line: string, why: string])[] = [
  ['status', 'what needs attention'],
  ['history express-checkout', 'its versions, and INC-44'],
  ['audit --env production --since 3d', 'what changed production, who did it and why'],
  ['diff HEAD~5', 'the last commits in meaning'],
  ['blame payment-api-v2', 'who wrote which field'],
  ['lint --at 2026-10-28', 'the project as it was before INC-31'],
  ['rollback payment-api-v2 --env production', 'what going back would break'],
];

/** What was written, and the commands to go on with. */
export function demoText(report: DemoReport, { paint, width }: Style): string {
  const { dir, head, commits, authors, from, until, today } = report;
  const rows: [string, string][] = [
    [`cd ${shellWord(dir)}`, ''],
    [`export FLAGWRIGHT_NOW=${today}`, 'the day the story ends; its flags expire later'],
    ...tour.map(([line, why]): [string, string] => [`flagwright ${line}`, why]),
  ];
  const [first, last] = [from, until].map((date) => date.slice(0, 10));
  return `${[
    `wrote ${paint.bold(printable(dir))}   ${counted(commits, 'commit')} by ${counted(authors, 'author')}, ${first} to ${last}, main at ${head.slice(0, 7)}`,
    '',
    paint.bold('next'),
    ...tableLines(
      [
        { cells: rows.map(([line]) => printable(line)) },
        { cells: rows.map(([, why]) => why), wrap: true, paint: (text) => paint.dim(text) },
      ],
      { width, indent: 2, gap: 3 },
    ),
  ].join('\n')}\n`;
}
