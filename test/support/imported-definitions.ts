import { expect } from 'vitest';
import type { FlagDefinition, SegmentDefinition } from '../../src/evaluate/definition.ts';
import { fileText, flagFileValue } from '../../src/import/flag-file.ts';
import type { EngineImport } from '../../src/import/imported.ts';
import { parseDocument } from '../../src/source/document.ts';
import type { RandomProject } from './random-flags.ts';

const facts = { description: 'A flag that was imported.', type: 'release', owner: 'core', created: '2026-01-01' };

/** The definitions in the files that an import writes, read again; without flags that are left out. */
export function definitionsOf(
  { flags, segments }: EngineImport,
  without: { has(key: string): boolean } = new Set(),
): RandomProject {
  // prettier-ignore
  const written = flags.filter(({ key }) => !without.has(key)).map((flag): [string, FlagDefinition] => {
    const document = parseDocument('x.flag.yaml', fileText(flagFileValue(flag, facts)));
    expect(document.problems).toEqual([]);
    return [flag.key, { ...(document.value as object), key: flag.key } as FlagDefinition];
  }); // prettier-ignore
  const named = segments.map(({ key, when }): [string, SegmentDefinition] => [key, { when }]);
  return { flags: new Map(written), segments: new Map(named) };
}
