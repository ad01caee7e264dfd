import { describe, expect, it } from 'vitest';
import type { CatalogReport } from '../../commands/catalog/catalog-report.ts';
import { pageNames } from './names.ts';

function pathsOf(...keys: readonly string[]): (string | undefined)[] {
  const named = keys.map((key) => ({ key }));
  const pageOf = pageNames({ flags: named, teams: [], segments: [], systems: [] } as unknown as CatalogReport);
  return keys.map((key) => pageOf('flags', key));
}

describe('pageNames', () => {
  it('names a page after its key', () => {
    expect(pathsOf('express-checkout', 'a.b_c', '2fa')).toEqual([
      'flags/express-checkout.html',
      'flags/a.b_c.html',
      'flags/2fa.html',
    ]);
  });

  it('makes a file name of any key', () => {
    const paths = pathsOf('../../etc', 'x;touch y', '', '.hidden', 'con', 'NUL.x', '<b>', 'x'.repeat(300), 'ключ');
    expect(paths[0]).toBe('flags/.._.._etc-0d87cd10.html');
    for (const path of paths) expect(path).toMatch(/^flags\/[A-Za-z0-9._-]{1,100}-[0-9a-f]{8}\.html$/);
  });

  it('keeps those apart that differ in case alone, or in what no name can hold', () => {
    const paths = pathsOf('New', 'new', 'a b', 'a/b').map((path) => path!.toLowerCase());
    expect(new Set(paths).size).toBe(4);
  });

  it('knows no page of what is not there', () => {
    const pageOf = pageNames({ flags: [], teams: [], segments: [], systems: [] } as unknown as CatalogReport);
    expect(pageOf('flags', 'constructor')).toBeUndefined();
  });
});
