import type { CatalogReport } from '../../commands/catalog/catalog-report.ts';
import { dataScript } from './data.ts';
import { flagPage } from './flag-page.ts';
import { script, style } from './generated/assets.ts';
import { graphPage } from './graph-page.ts';
import { documentOf, type CatalogPage, type CatalogSite } from './layout.ts';
import { indexPage, matrixPage } from './list-pages.ts';
import { pageNames } from './names.ts';
import { attentionPage, changesPage } from './overview-pages.ts';
import { segmentPages, systemPages, teamPages } from './part-pages.ts';

/** The file by which a folder is known as a catalogue; it also keeps git, and so `usage`, away from what is in it. */
export const markName = '.gitignore';

/** How that file begins. */
export const markStart = '# A catalogue made by Flagwright';

/** Whether a path in a catalogue is one of those that are made here. */
export function isCatalogFile(path: string): boolean {
  return /^(?:(?:flags|teams|segments|systems)\/[^/]+\.html|[a-z]+\.html|catalog\.(?:css|js)|data\.js|\.gitignore)$/.test(
    path,
  );
}

/** The files of a catalogue, by path from its top. The same report gives the same bytes. */
export async function catalogSite(report: CatalogReport): Promise<ReadonlyMap<string, string>> {
  const site: CatalogSite = {
    report,
    pageOf: pageNames(report),
    flags: new Map(report.flags.map((flag) => [flag.key, flag])),
    main: report.environments.findIndex(({ name }) => name === report.main),
  };
  const files = new Map([
    [markName, `${markStart}: every run writes it anew.\n*\n`],
    ['catalog.css', style],
    ['catalog.js', script],
    ['data.js', dataScript(site)],
  ]);
  const add = (page: CatalogPage): unknown => files.set(page.path, documentOf(site, page));
  for (const make of [indexPage, attentionPage, changesPage, matrixPage]) add(make(site));
  add(await graphPage(site));
  for (const make of [teamPages, segmentPages, systemPages]) for (const page of make(site)) add(page);
  for (const flag of report.flags) add(flagPage(flag, site));
  return files;
}
