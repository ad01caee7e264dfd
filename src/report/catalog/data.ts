import { shownText } from './html.ts';
import type { CatalogSite } from './layout.ts';
import type { CatalogData, FlagRow } from './browser/data.ts';
import { aboutText, worstProblem } from './flag-table.ts';
import { dueText } from './words.ts';

const letters = { on: 'n', partly: 'p', expired: 'x', blocked: 'b', off: 'o' } as const;

/** What the script of the pages searches: a script too, since pages opened from a disk cannot read files. */
export function dataScript({ report, pageOf, main }: CatalogSite): string {
  const flags = report.flags.map((flag): FlagRow => [
    shownText(flag.key),
    pageOf('flags', flag.key)!,
    shownText(aboutText(flag)),
    shownText(flag.owner ?? ''),
    shownText(flag.type ?? ''),
    flag.environments.map(({ state }) => letters[state]).join(''),
    dueText(flag),
    flag.daysLeft ?? flag.reviewIn ?? Number.MAX_SAFE_INTEGER,
    (worstProblem(flag) ?? '').slice(0, 1),
    shownText(flag.tags.join(' ')),
  ]);
  const data: CatalogData = { environments: report.environments.map(({ name }) => shownText(name)), main, flags };
  const lines = flags.map((row) => JSON.stringify(row)).join(',\n');
  return `flagwrightCatalog=${JSON.stringify({ ...data, flags: [] }).slice(0, -2)}\n${lines}\n]};\n`;
}
