import { expect, it } from 'vitest';
import { isUpToDate } from './up-to-date.ts';

const json = (commit: string, value: string, uncommitted = ''): string =>
  `{\n  "flags": {\n    "commit": {\n      "variants": { "on": "${value}" }\n    }\n  },\n  "metadata": {\n    "commit": "${commit}",\n    "environment": "production"${uncommitted}\n  }\n}\n`;

it('takes no notice of the commit, nor of line ends that git has changed', () => {
  expect(isUpToDate(json('a', 'x'), json('b', 'x'))).toBe(true);
  expect(isUpToDate(json('a', 'x', ',\n    "uncommitted": true').replaceAll('\n', '\r\n'), json('b', 'x'))).toBe(true);
  expect(isUpToDate('# commit: a\none: 1\n', '# commit: b\n# uncommitted: true\none: 1\n')).toBe(true);
  const resource = (commit: string): string =>
    `metadata:\n  annotations: { "flagwright/commit": "${commit}" }\nspec: {}\n`;
  expect(isUpToDate(resource('a'), resource('b'))).toBe(true);
  expect(isUpToDate('// commit: a\ntype A = 1;\n', 'type A = 1;\n')).toBe(true);
});

it('takes notice of everything else, also of flags that are called so', () => {
  expect(isUpToDate('{\n  "flags": {\n    "commit": {\n', '{\n  "flags": {\n    "version": {\n')).toBe(false);
  expect(isUpToDate(undefined, json('a', 'x'))).toBe(false);
  expect(isUpToDate(json('a', 'x'), json('a', 'y'))).toBe(false);
  expect(isUpToDate('# commit: a\none: 1\n', '# commit: a\none: 2\n')).toBe(false);
});
