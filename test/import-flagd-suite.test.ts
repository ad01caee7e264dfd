import { MemoryStorage } from '@openfeature/flagd-core';
import { describe, expect, it } from 'vitest';
import { compileFlags } from '../src/evaluate/compile.ts';
import { compileJsonLogic } from '../src/evaluate/json-logic.ts';
import { flagdFile } from '../src/export/flagd/flagd.ts';
import { flagdImporter } from '../src/import/flagd/flagd.ts';
import { sourceEnvironments } from '../src/import/source-environments.ts';
import { flagdScenarios, flagdSource, type Scenario } from './support/flagd-scenarios.ts';
import { definitionsOf } from './support/imported-definitions.ts';

const quiet = { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} };

/** flagd's own evaluation; reasons as the scenarios have them. */
function flagd(document: string): (scenario: Scenario) => { readonly value: unknown; readonly reason: string } {
  const storage = new MemoryStorage(quiet);
  storage.setConfigurations(document);
  return ({ flag, context }) => {
    const found = storage.getFlag(flag);
    if (found === undefined) return { value: undefined, reason: 'ERROR' };
    const { value, reason } = found.evaluate(context as never, quiet);
    return { value, reason: String(reason) };
  };
}

const read = flagdImporter(compileJsonLogic)(flagdSource, {
  environments: sourceEnvironments(['production'], ['production']),
  segments: new Map(),
});
const definitions = definitionsOf(read);
const sayable = flagdScenarios.filter(({ unsayable }) => unsayable === undefined);
const title = ({ flag, context }: Scenario): string => `${flag} for ${JSON.stringify(context)}`;

describe("what flagd's conformance suite asks of an evaluator", () => {
  const original = flagd(JSON.stringify(flagdSource));
  const evaluator = compileFlags({ ...definitions, environment: 'production', jsonLogic: compileJsonLogic });

  it('is as much as the suite asks, without its older hash', () => {
    expect([flagdScenarios.length, sayable.length]).toEqual([116, 105]);
  });

  it.each(sayable.map((scenario) => [title(scenario), scenario] as const))('%s', (_, scenario) => {
    const { flag, context, value, reason } = scenario;
    if (reason !== 'ERROR') expect(original(scenario)).toMatchObject({ value, reason });
    const ours = evaluator.evaluate(flag, context, { now: 0 });
    if (reason === 'ERROR') expect(ours.reason).toBe('ERROR');
    else expect(ours.value).toEqual(value);
  });

  it('holds for flagd once it is imported and exported again', () => {
    const { document, statements } = flagdFile({
      keys: [...definitions.flags.keys()],
      definitions: { ...definitions, jsonLogic: compileJsonLogic },
      environment: 'production',
      now: 0,
      source: { project: '.', commit: undefined, uncommitted: false, context: undefined, chain: undefined },
    });
    expect(statements.filter(({ support }) => support !== 'exact')).toEqual([]);
    const again = flagd(document);
    for (const scenario of sayable) {
      if (scenario.reason !== 'ERROR') expect([title(scenario), again(scenario).value]).toEqual([title(scenario), scenario.value]); // prettier-ignore
    }
  });

  it('says so where there is no such flag, or its value is of another type', () => {
    expect(evaluator.evaluate('not-there', {}, { now: 0 }).errorCode).toBe('FLAG_NOT_FOUND');
    expect(evaluator.evaluate('plain-text', {}, { now: 0, type: 'number' }).errorCode).toBe('TYPE_MISMATCH');
  });

  it('names what a flag file cannot say', () => {
    const reasons = { 'no default variant': 'no default variant', disabled: 'it is disabled', 'unknown evaluator': 'no evaluator called' }; // prettier-ignore
    for (const { flag, unsayable } of flagdScenarios) {
      if (unsayable === undefined) continue;
      const note = read.notes.find((one) => one.flag === flag && one.reason.includes(reasons[unsayable]));
      expect([flag, note?.kind]).toEqual([flag, unsayable === 'disabled' ? 'changed' : 'refused']);
    }
  });
});
