import fc from 'fast-check';
import semver from 'semver';
import { describe, expect, test } from 'vitest';
import { compareVersions, parseComparator, parseVersion, satisfies } from './semver.ts';

const holds = (version: string, comparator: string): boolean =>
  satisfies(parseVersion(version)!, parseComparator(comparator)!);

describe('parseVersion', () => {
  test.each([
    ['1.2.3', '1.2.3'],
    ['v1.2.3', '1.2.3'],
    ['1', '1.0.0'],
    ['v1.2', '1.2.0'],
    ['0.0.0', '0.0.0'],
    ['1.2.3+build.5', '1.2.3'],
    ['1.2.3-rc.1+build-7.x', '1.2.3-rc.1'],
    ['1.2.3--', '1.2.3--'],
    ['99999999999999999999.1.0', '99999999999999999999.1.0'],
  ])('reads %s', (text, canonical) => {
    const { major, minor, patch, prerelease } = parseVersion(text)!;
    const suffix = prerelease.length > 0 ? `-${prerelease.join('.')}` : '';
    expect(`${major}.${minor}.${patch}${suffix}`).toBe(canonical);
  });

  test.each([
    '',
    'v',
    'V1.0.0',
    'vv1.0.0',
    '=1.0.0',
    '1.',
    '1.2.',
    '.1',
    '1..2',
    '1.2.3.4',
    '01.2.3',
    '1.02.3',
    '1.2.03',
    '1.x',
    '*',
    ' 1.2.3',
    '1.2.3 ',
    '1.2.3-',
    '1.2.3-01',
    '1.2.3-a..b',
    '1.2.3+',
    '1.2.3+a..b',
    '1.2.3-ü',
    '1-rc',
    '1.2+build',
    '-1.2.3',
    '1.2.3rc',
    '1.2.3 -rc',
    'latest',
    '1.2.3+a+b',
  ])('refuses %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  test('any text is read or refused, quickly', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseVersion(text)));
    expect(parseVersion(`1.2.3-${'a.'.repeat(100_000)}`)).toBeUndefined();
    expect(parseVersion('1'.repeat(1_000_000))?.minor).toBe('0');
  });
});

const identifier = fc.oneof(fc.nat({ max: 30 }).map(String), fc.stringMatching(/^[a-z-][0-9a-z-]{0,3}$/));
const versions = fc
  .tuple(fc.nat({ max: 3 }), fc.nat({ max: 12 }), fc.nat({ max: 3 }), fc.array(identifier, { maxLength: 3 }))
  .map(([major, minor, patch, pre]) => `${major}.${minor}.${patch}${pre.length > 0 ? `-${pre.join('.')}` : ''}`);

describe('compareVersions', () => {
  test('orders as semver.org says', () => {
    const order = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '2.0.0',
      '2.1.0',
      '2.1.1',
      '2.10.0',
      '10.0.0',
      '99999999999999999999.0.0',
    ];
    for (const [i, a] of order.entries()) {
      for (const [j, b] of order.entries()) {
        expect(Math.sign(compareVersions(parseVersion(a)!, parseVersion(b)!))).toBe(Math.sign(i - j));
      }
    }
  });

  test('agrees with the semver package', () => {
    fc.assert(
      fc.property(versions, versions, (a, b) => {
        expect(Math.sign(compareVersions(parseVersion(a)!, parseVersion(b)!))).toBe(semver.compare(a, b));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('comparators', () => {
  test.each([
    ['2.0.0', '=2.0.0', true],
    ['2', '=2.0.0', true],
    ['v2.0', '=2.0.0+build', true],
    ['2.0.1', '=2.0.0', false],
    ['2.0.1', '!=2.0.0', true],
    ['2.0.0+a', '!=2.0.0+b', false],
    ['2.0.0-alpha', '<2.0.0', true],
    ['2.0.0', '<2.0.0', false],
    ['2.0.0', '<=2.0.0', true],
    ['2.1.0', '<=2.0.0', false],
    ['2.1.0', '>2.0.0', true],
    ['2.0.0', '>2.0.0', false],
    ['2.0.0', '>=2.0.0', true],
    ['2.0.0-rc.1', '>=2.0.0', false],
    ['3.0.1', '~3.0.0', true],
    ['3.1.0', '~3.0.0', false],
    ['3.0.0', '~3.0.7', true],
    ['4.0.0', '~3.0.0', false],
    ['3.1.0', '^3.0.0', true],
    ['3.0.0', '^3.9.9', true],
    ['4.0.0', '^3.0.0', false],
    ['0.1.0', '^0.2.0', true],
    ['1.5.0', '^1', true],
    ['2.0.0', '>= 1.0', true],
  ])('%s %s is %s', (version, comparator, expected) => {
    expect(holds(version, comparator)).toBe(expected);
  });

  test.each([
    '',
    '1.0.0',
    '==1.0.0',
    '>',
    '> ',
    '>=1.0.0 <2.0.0',
    '>=x',
    '=>1.0.0',
    '<>1.0.0',
    '>=1.0.0 ',
    ' >=1.0.0',
    '>=01.0.0',
  ])('refuses %j', (text) => {
    expect(parseComparator(text)).toBeUndefined();
  });
});
