import type { GitInstallReport } from '../../commands/git-install/git-install.ts';
import type { Style } from '../style.ts';
import { tableLines } from '../table.ts';

const places = { config: 'git config', attributes: '.gitattributes', hook: 'git hook' } as const;

/** What was set or taken out, and what is left to do. */
export function gitInstallText({ installed, parts }: GitInstallReport, { paint, width }: Style): string {
  const done = installed ? 'wrote' : 'removed';
  const kept = installed ? 'kept' : 'absent';
  const table = tableLines(
    [
      {
        cells: parts.map(({ changed }) => (changed ? done : kept)),
        paint: (text) => (text === done ? paint.green(text) : text),
      },
      { cells: parts.map(({ place }) => places[place]) },
      { cells: parts.map(({ name }) => name) },
    ],
    { width, gap: 3 },
  );
  const next = installed
    ? 'Commit .gitattributes. Each clone runs `flagwright git install` once; until then git goes on as without it.'
    : 'Commit .gitattributes. Git shows and merges flags line by line again.';
  return `${[...table, '', ...(parts.some(({ changed }) => changed) ? [next] : ['Nothing had to be changed.'])].join('\n')}\n`;
}
