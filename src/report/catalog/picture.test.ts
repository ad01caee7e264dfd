import { describe, expect, it } from 'vitest';
import { exampleFiles } from '../../../test/support/example-project.ts';
import { fakeHost } from '../../../test/support/host.ts';
import { catalog } from '../../commands/catalog/catalog.ts';
import type { CatalogSite } from './layout.ts';
import { pageNames } from './names.ts';
import { flagPicture } from './picture.ts';

async function siteOf(flags: Readonly<Record<string, string>>): Promise<CatalogSite> {
  const report = await catalog(fakeHost({ files: exampleFiles({ flags }) }), { title: undefined, folder: undefined });
  const main = report.environments.findIndex(({ name }) => name === report.main);
  return { report, pageOf: pageNames(report), flags: new Map(report.flags.map((flag) => [flag.key, flag])), main };
}

const needs = (...keys: readonly string[]): string => `prerequisites: [${keys.map((key) => `{ flag: ${key} }`).join(', ')}]\n`; // prettier-ignore

/** The words of a picture from left to right: how far each is from the left edge. */
function columns(svg: string): Record<string, number> {
  const texts = [...svg.matchAll(/<text x="(\d+)" y="[\d.]+">([^<]*)/g)];
  return Object.fromEntries(texts.map(([, x, text]) => [text, Number(x)]));
}

describe('flagPicture', () => {
  it('puts those that need a flag on its left, and what it hangs on on its right', async () => {
    const site = await siteOf({
      root: 'conflicts: [{ flag: enemy }]\nfallback: { flag: spare }\n',
      'needs-root': needs('root'),
      'needs-that': needs('needs-root'),
      enemy: '',
      spare: '',
      other: '',
    });
    const picture = flagPicture(site.flags.get('root')!, site, '../')!.text;
    const at = columns(picture);
    expect(at['needs-that']!).toBeLessThan(at['needs-root']!);
    expect(at['needs-root']!).toBeLessThan(at.root!);
    expect([at.spare, at.enemy]).toEqual([at.root! + 240, at.root! + 240]);
    expect(at).not.toHaveProperty('other');
    expect([...picture.matchAll(/<path class="(\w+)"/g)].map(([, kind]) => kind)).toEqual(['needs', 'needs', 'fallback', 'conflict']); // prettier-ignore
    expect(picture).toContain('<a href="../flags/enemy.html">');
  });

  it('is left out where there is nothing to draw', async () => {
    const site = await siteOf({ alone: '' });
    expect(flagPicture(site.flags.get('alone')!, site, '../')).toBeUndefined();
  });

  it('counts what does not fit, and draws cycles', async () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`user-${at}`, needs('root')]));
    const site = await siteOf({ ...many, root: needs('user-3') });
    expect(flagPicture(site.flags.get('root')!, site, '../')!.text).toContain('and 22 more');
  });
});
