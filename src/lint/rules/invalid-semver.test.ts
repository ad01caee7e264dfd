import { describe, expect, it } from 'vitest';
import { completeSegment } from '../../../test/support/example-project.ts';
import type { Problem } from '../../diagnostic/problem.ts';
import { readManifest } from '../../model/manifest.ts';
import { parseDocument } from '../../source/document.ts';
import { fileInspector } from '../inspect.ts';
import type { FileRule } from '../rule.ts';
import { invalidSemver } from './invalid-semver.ts';

function problems(semver: string): readonly Problem[] {
  const body = `when: { attribute: app, semver: ${JSON.stringify(semver)} }\n`;
  const document = parseDocument('new.segment.yaml', completeSegment(body));
  return fileInspector([invalidSemver as FileRule], readManifest('flagwright.yaml', {})).inspect(
    document,
    'segment',
    'new',
  );
}

describe('invalid-semver', () => {
  it.each([
    ['2.1', 'write "=2.1" for this version alone, or ">=2.1" for it and all later ones'],
    ['=> 2.1', 'write ">=2.1"'],
    ['≥2.1', 'write ">=2.1"'],
    ['==2', 'write "=2"'],
    ['>=2.01', 'a version is up to three numbers without leading zeros, such as 2, 2.1 or 2.1.0-rc.1'],
    ['1.x || 2.3.x', 'write any: [{ attribute: app, semver: "^1" }, { attribute: app, semver: "~2.3" }]'],
    ['>=1.2 <2', 'write { all: [{ attribute: app, semver: ">=1.2" }, { attribute: app, semver: "<2" }] }'],
    ['*', 'write ">=0.0.0-0" for any version'],
    ['^1.2.3 || ^2', 'write one comparator in each test, and join the tests with all or any'],
  ])('says what to write instead of %s', (semver, help) => {
    expect(problems(semver).map((problem) => problem.help)).toEqual([help]);
  });

  it.each(['>=2.1.0', '~ 2', '^v1', '!=1.0.0-rc.1+build'])('accepts %s', (semver) => {
    expect(problems(semver)).toEqual([]);
  });

  it('answers at once to what was made to be slow', () => {
    for (const text of ['|'.repeat(1e5), ' '.repeat(1e5), `1${' '.repeat(1e5)}`, '='.repeat(1e5), '1.'.repeat(1e5)]) {
      expect(problems(text)).toHaveLength(1);
    }
  });
});
