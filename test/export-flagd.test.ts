import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlagdProvider } from '@openfeature/flagd-provider';
import { MemoryStorage } from '@openfeature/flagd-core';
import { OpenFeature } from '@openfeature/server-sdk';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { compileFlags } from '../src/evaluate/compile.ts';
import { compileJsonLogic } from '../src/evaluate/json-logic.ts';
import type { EvaluationContext } from '../src/evaluate/evaluation.ts';
import { flagdFile } from '../src/export/flagd/flagd.ts';
import { contexts, instants, projects, type RandomProject } from './support/random-flags.ts';

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

function flagdDocument({ flags, segments }: RandomProject): string {
  const { document, statements } = flagdFile({
    keys: [...flags.keys()],
    definitions: { flags, segments, jsonLogic: compileJsonLogic },
    environment: 'production',
    now: 0,
    source: { project: '.', commit: undefined, uncommitted: false, context: undefined, chain: undefined },
  });
  expect(statements.filter(({ support }) => support !== 'exact')).toEqual([]);
  return document;
}

type Evaluate = (key: string, context: EvaluationContext) => { readonly variant?: string; readonly value?: unknown };

/** flagd's own evaluation in JavaScript, which refuses what its schema does not allow. */
function flagd(document: string, disableDynamicCodeGeneration: boolean): Evaluate {
  const storage = new MemoryStorage(quiet, { disableDynamicCodeGeneration });
  storage.setConfigurations(document, true);
  return (key, context) => storage.getFlag(key)!.evaluate(context as never, quiet);
}

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

describe('export flagd', () => {
  const cases = fc.tuple(projects, fc.array(contexts, { minLength: 8, maxLength: 8 }), fc.constantFrom(...instants));

  /** @param admitted leaves out contexts that this way of evaluation gets wrong by itself */
  function holdAgainst(interpreted: boolean, numRuns: number, admitted: (context: EvaluationContext) => boolean): void {
    fc.assert(
      fc.property(cases, ([project, people, now]) => {
        const ours = compileFlags({ ...project, environment: 'production' });
        const theirs = flagd(flagdDocument(project), interpreted);
        vi.setSystemTime(now);
        for (const context of people.filter(admitted)) {
          for (const key of project.flags.keys()) {
            const { variant, value } = ours.evaluate(key, context, { now });
            expect(theirs(key, context)).toMatchObject({ variant, value });
          }
        }
      }),
      { numRuns },
    );
  }

  it('means the same to flagd, whatever the flags and the contexts are', () => {
    holdAgainst(false, 400, () => true);
  });

  it('means the same where flagd may not make code', () => {
    // Its interpreter takes `user.plan` for false where `user` is.
    holdAgainst(true, 200, ({ user }) => Boolean(user));
  });
});

describe('raw JsonLogic', () => {
  it('means the same, in a form that the schema of flagd accepts', () => {
    const targeting = {
      if: [
        { '<': [{ var: 'age' }, 18] }, 'off',
        { in: ['@a.example', { var: 'email' }] }, 'on',
        { fractional: [['on', 50], ['off', 50]] },
      ],
    }; // prettier-ignore
    const flag = { key: 'raw', environments: { production: { enabled: true, targeting, otherwise: 'off' } } };
    const flags = new Map([['raw', flag]]);
    const ours = compileFlags({ flags, environment: 'production', jsonLogic: compileJsonLogic });
    const theirs = flagd(flagdDocument({ flags, segments: new Map() }), false);
    vi.setSystemTime(0);
    const people = Array.from({ length: 100 }, (_, at) => ({ targetingKey: `u-${at}`, age: 18 + at, email: `x@b.example` })); // prettier-ignore
    for (const context of [{ age: 17 }, { age: 20, email: 'x@a.example' }, ...people]) {
      const { variant, value } = ours.evaluate('raw', context, { now: 0 });
      expect(theirs('raw', context)).toMatchObject({ variant, value });
    }
  });
});

describe('the provider of flagd, in process, with a file', () => {
  it('reads the export', async () => {
    vi.useRealTimers();
    const folder = mkdtempSync(join(tmpdir(), 'flagwright-flagd-'));
    const file = join(folder, 'production.flagd.json');
    const serve = { on: 25, off: 75 };
    const flags = new Map([
      ['checkout', { key: 'checkout', environments: { production: { enabled: true, rules: [{ name: 'half', when: { attribute: 'age', lt: 18 }, serve }], otherwise: 'off' } } }], // prettier-ignore
      ['theme', { key: 'theme', variants: { off: 'light', dark: 'dark' }, environments: { production: { enabled: true, otherwise: 'dark' } } }], // prettier-ignore
    ]);
    writeFileSync(file, flagdDocument({ flags, segments: new Map() }));
    const ours = compileFlags({ flags, environment: 'production' });
    try {
      const provider = new FlagdProvider({ resolverType: 'in-process', offlineFlagSourcePath: file });
      await OpenFeature.setProviderAndWait('export-flagd', provider);
      const client = OpenFeature.getClient('export-flagd');
      expect(await client.getStringValue('theme', 'none')).toBe('dark');
      for (const context of [
        {},
        { age: '17' },
        ...Array.from({ length: 50 }, (_, at) => ({ targetingKey: `u-${at}`, age: 17 })),
      ]) {
        const { value } = ours.evaluate('checkout', context, { now: 0 });
        expect(await client.getBooleanValue('checkout', true, context)).toBe(value);
      }
    } finally {
      await OpenFeature.close();
      rmSync(folder, { recursive: true });
    }
  });
});
