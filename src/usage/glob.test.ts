import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codePaths } from './code-paths.ts';
import { pathTest } from './glob.ts';

describe('a pattern', () => {
  it.each([
    ['../src/**', 'src/a/b.ts', true],
    ['../src/**', 'src', false],
    ['../src/**', 'srcs/a.ts', false],
    ['../src', 'src/a/b.ts', true],
    ['../src/', 'src/a.ts', true],
    ['../src', 'src', true],
    ['../src/*.ts', 'src/a.ts', true],
    ['../src/*.ts', 'src/a/b.ts', false],
    ['../src/**/b.ts', 'src/b.ts', true],
    ['../src/**/b.ts', 'src/x/y/b.ts', true],
    ['../src/**/b.ts', 'src/xb.ts', false],
    ['../src/**/x/*.ts', 'src/a/x/b.ts', true],
    ['../{src,lib}/**/*.{ts,js}', 'lib/a/b.js', true],
    ['../{src,lib}/**/*.{ts,js}', 'lib/a/b.py', false],
    ['../src/?.ts', 'src/ä.ts', true],
    ['../src/?.ts', 'src/ab.ts', false],
    ['../src/[a-c].ts', 'src/b.ts', true],
    ['../src/[!a-c].ts', 'src/b.ts', false],
    ['../src/[!a-c].ts', 'src/d.ts', true],
    ['../src/[z-a].ts', 'src/b.ts', false],
    ['../src/[b.ts', 'src/[b.ts', true],
    ['**/*.snap', 'src/deep/a.snap', true],
    ['**/*.snap', 'a.snap', true],
    ['**', 'anything/at/all', true],
    ['own.ts', 'flags/own.ts', true],
    ['own.ts', 'own.ts', false],
    ['./own.ts', 'flags/own.ts', true],
    ['../../out/**', 'out/a', false],
    ['../a.b', 'axb', false],
  ])('%s, %s: %s', (pattern, path, matches) => {
    expect(pathTest(pattern, 'flags')(path)).toBe(matches);
  });

  it('means the same with few wildcards and with many', () => {
    const part = fc.constantFrom('a', 'b', '/', '*', '**', '**/', '?', '.', '[ab]');
    const path = fc.array(fc.constantFrom('a', 'b', '/', '.', 'ä'), { maxLength: 12 });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), path, (parts, characters) => {
        const [pattern, name] = [`x/${parts.join('')}`, `x/${characters.join('')}`];
        // The end that is added has enough of them to be taken the long way, and matches itself alone.
        const many = pathTest(`${pattern}/z${'*z'.repeat(4)}`, '')(`${name}/zzzzz`);
        expect(many).toBe(pathTest(`${pattern}/zzzzz`, '')(`${name}/zzzzz`));
      }),
      { seed: 5, numRuns: 2000 },
    );
  });

  it('takes no longer for a pattern of many stars', () => {
    const test = pathTest(`../${'*a'.repeat(40)}b`, 'flags');
    const before = performance.now();
    expect(test('a'.repeat(5000))).toBe(false);
    expect(performance.now() - before).toBeLessThan(2000);
    expect(pathTest('{a,b}'.repeat(40), 'flags')('flags/c')).toBe(false);
  });
});

it('leaves the files of the project out, and what is excluded', () => {
  const code = { include: [], exclude: ['**/*.snap'], aliases: [], calls: [] };
  const paths = [
    'flags/a.flag.yaml',
    'flags/flagwright.yaml',
    'flags/a.ts',
    'src/a.ts',
    'src/a.snap',
    'b.flag.yaml',
    'README.md',
  ];
  expect(codePaths(paths, 'flags', code)).toEqual(['flags/a.ts', 'src/a.ts', 'b.flag.yaml']);
  expect(codePaths(paths, 'flags', { ...code, include: ['../src', '../*.md'] })).toEqual(['src/a.ts', 'README.md']);
});
