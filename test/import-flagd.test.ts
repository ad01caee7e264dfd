import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileFlags } from '../src/evaluate/compile.ts';
import type { Condition } from '../src/evaluate/definition.ts';
import { compileJsonLogic } from '../src/evaluate/json-logic.ts';
import { flagdFile } from '../src/export/flagd/flagd.ts';
import { flagdImporter } from '../src/import/flagd/flagd.ts';
import { decidingFields } from '../src/import/flag-file.ts';
import { sourceEnvironments } from '../src/import/source-environments.ts';
import { definitionsOf } from './support/imported-definitions.ts';
import { contexts, instants, projects, type RandomProject } from './support/random-flags.ts';

const importFlagd = flagdImporter(compileJsonLogic);
const input = { environments: sourceEnvironments(['production'], ['production']), segments: new Map<string, Condition>() }; // prettier-ignore

function exported({ flags, segments }: RandomProject): unknown {
  const { document, statements } = flagdFile({
    keys: [...flags.keys()],
    definitions: { flags, segments, jsonLogic: undefined },
    environment: 'production',
    now: 0,
    source: { project: '.', commit: undefined, uncommitted: false, context: undefined, chain: undefined },
  });
  expect(statements.filter(({ support }) => support !== 'exact')).toEqual([]);
  return JSON.parse(document);
}

describe('import flagd', () => {
  it('gives back the meaning of what was exported, whatever the flags and the contexts are', () => {
    let rules = 0;
    let logic = 0;
    fc.assert(
      fc.property(
        projects,
        fc.array(contexts, { minLength: 6, maxLength: 6 }),
        fc.constantFrom(...instants),
        (project, people, now) => {
          // prettier-ignore
          const read = importFlagd(exported(project), input);
          expect(read.notes.filter(({ kind }) => kind !== 'lost')).toEqual([]);
          const before = compileFlags({ ...project, environment: 'production' });
          const after = compileFlags({
            ...definitionsOf(read),
            environment: 'production',
            jsonLogic: compileJsonLogic,
          });
          for (const { key } of read.flags) {
            const { environments } = decidingFields(read.flags.find((flag) => flag.key === key)!);
            if (JSON.stringify(environments).includes('"targeting":')) logic++;
            else rules++;
            for (const context of people) {
              const { variant, value } = before.evaluate(key, context, { now });
              expect(after.evaluate(key, context, { now })).toMatchObject({ variant, value });
            }
          }
        },
      ),
      { numRuns: 150, seed: 11 },
    );
    // What a prerequisite splits has no form as a condition.
    expect(rules).toBeGreaterThan(3 * logic);
  });
});
