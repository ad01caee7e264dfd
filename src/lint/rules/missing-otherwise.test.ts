import { describe, expect, it } from 'vitest';
import { completeFlag } from '../../../test/support/example-project.ts';
import { readManifest } from '../../model/manifest.ts';
import { parseDocument } from '../../source/document.ts';
import { fileInspector } from '../inspect.ts';
import type { FileRule } from '../rule.ts';
import { missingOtherwise } from './missing-otherwise.ts';

function helps(body: string): readonly (string | undefined)[] {
  const document = parseDocument('some.flag.yaml', completeFlag(body));
  const inspector = fileInspector([missingOtherwise as FileRule], readManifest('flagwright.yaml', {}));
  return inspector.inspect(document, 'flag', 'some').map((problem) => problem.help);
}

const ruled = (rest: string): string =>
  `environments: { staging: { enabled: false, rules: [{ name: a, serve: on }]${rest} } }\n`;

describe('missing-otherwise', () => {
  it('proposes the off variant behind rules, also where the flag is not enabled', () => {
    expect(helps(ruled(''))).toEqual(['add otherwise: off below the rules, or on in its place']);
  });

  it('leaves a misspelt otherwise to unknown-field', () => {
    expect(helps(ruled(', otherwis: off'))).toEqual([]);
  });

  it.each([
    ['boolean variants without on', 'variants: { yes: true, no: false }\noff: no\n', 1],
    ['on that is not a boolean', 'variants: { on: 1, off: 0 }\n', 1],
    ['on that is a boolean', 'variants: { on: false, off: true }\n', 0],
    ['a name that every object has', 'variants: { constructor: true }\noff: constructor\n', 1],
  ])('asks for a default as evaluation does: %s', (_, variants, count) => {
    expect(helps(`${variants}environments: { staging: true, production: false }\n`)).toHaveLength(count);
  });
});
