import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { refuseKeys } from '../src/commands/import/keys.ts';
import { UserError } from '../src/diagnostic/user-error.ts';
import { compileFlags } from '../src/evaluate/compile.ts';
import type { Evaluator } from '../src/evaluate/evaluator.ts';
import type { EngineImport, ImportedFlag } from '../src/import/imported.ts';
import { sourceEnvironments } from '../src/import/source-environments.ts';
import { importUnleash } from '../src/import/unleash/unleash.ts';
import { definitionsOf } from './support/imported-definitions.ts';

/** One file of Unleash's specification of its clients: flags, and what they give for contexts. */
interface Specification {
  readonly name: string;
  readonly state?: unknown;
  readonly events?: unknown;
  readonly tests?: readonly Case<boolean>[];
  readonly variantTests?: readonly Case<ExpectedVariant>[];
}

interface Case<Expected> {
  readonly description: string;
  readonly context: Context;
  readonly toggleName: string;
  readonly expectedResult: Expected;
}

interface Context {
  readonly userId?: string;
  readonly currentTime?: string;
  readonly properties?: Readonly<Record<string, unknown>>;
}

interface ExpectedVariant {
  readonly name: string;
  readonly payload?: { readonly type: string; readonly value: string };
  readonly enabled: boolean;
  readonly feature_enabled: boolean;
}

const folder = join(dirname(createRequire(import.meta.url).resolve('@unleash/client-specification/package.json')), 'specifications'); // prettier-ignore
const specifications = readdirSync(folder)
  .filter((name) => /^\d/.test(name))
  .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Specification);

/** Flags that are not imported, or deal other people into the same shares, by why. */
function refusedFlags({ flags, notes, movements }: EngineImport): Map<string, string> {
  const project = { flags: new Map() } as unknown as Parameters<typeof refuseKeys>[0];
  const refused = new Map([...notes, ...refuseKeys(project, flags, false).notes].filter(({ kind }) => kind === 'refused').map(({ flag, reason }) => [flag ?? '', reason])); // prettier-ignore
  for (const { flag } of movements) refused.set(flag, 'Unleash deals people by another hash, so that some move');
  for (const { key, prerequisites = [] } of flags) {
    const needed = prerequisites.find((one) => refused.has(one.flag));
    if (needed) refused.set(key, `the flag that it depends on: ${refused.get(needed.flag)}`);
  }
  return refused;
}

/** The context as our services send it: no user but a targeting key, and numbers as numbers. */
function contextOf({ userId, currentTime, properties = {}, ...rest }: Context, flag: ImportedFlag | undefined) {
  const tested = JSON.stringify(flag?.environments ?? {});
  const isNumber = (name: string, value: unknown): boolean =>
    typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) && new RegExp(`"attribute":"${name}","(?:equals":-?\\d|[gl]te?")`).test(tested); // prettier-ignore
  const typed = Object.entries(properties).map(([name, value]) => [
    name,
    isNumber(name, value) ? Number(value) : value,
  ]);
  const context = { ...rest, ...Object.fromEntries(typed), ...(userId !== undefined && { targetingKey: userId }) };
  return { context, now: currentTime === undefined ? Date.now() : Date.parse(currentTime) };
}

interface Result {
  passed: number;
  readonly refused: string[];
  readonly wrong: string[];
}

function run(specification: Specification, result: Result): void {
  const { name, tests = [], variantTests = [] } = specification;
  const all = [...tests, ...variantTests];
  let read: EngineImport;
  try {
    const input = { environments: sourceEnvironments([], ['production']), segments: new Map() };
    read = importUnleash(specification.state ?? { events: specification.events }, input);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    result.refused.push(...all.map(() => error.message));
    return;
  }
  const refused = refusedFlags(read);
  const flags = new Map(read.flags.map((flag) => [flag.key, flag]));
  const definitions = definitionsOf(read, refused);
  const evaluator = compileFlags({ ...definitions, environment: 'production' });
  for (const { toggleName, context, expectedResult, description } of all) {
    const reason = refused.get(toggleName);
    const given = reason === undefined && outcome(evaluator, flags.get(toggleName), toggleName, context);
    if (reason !== undefined) result.refused.push(reason);
    else if (isExpected(given as Outcome, expectedResult)) result.passed++;
    else result.wrong.push(`${name}: ${description}: ${JSON.stringify(given)}`);
  }
}

interface Outcome {
  readonly enabled: boolean;
  readonly variant: string | undefined;
  readonly value: unknown;
}

function outcome(evaluator: Evaluator, flag: ImportedFlag | undefined, key: string, given: Context): Outcome {
  const { context, now } = contextOf(given, flag);
  const { variant, value, reason } = evaluator.evaluate(key, context, { now });
  expect(reason === 'ERROR' && flag !== undefined).toBe(false);
  const enabled = flag !== undefined && variant !== flag.off;
  return { enabled, variant: enabled && flag.variants !== undefined ? variant : undefined, value };
}

/** Names of variants have no dots here. */
const nameHere = (name: string): string => name.replaceAll('.', '-');

function isExpected({ enabled, variant, value }: Outcome, expected: boolean | ExpectedVariant): boolean {
  if (typeof expected === 'boolean') return enabled === expected;
  const { name, payload, feature_enabled: featureEnabled } = expected;
  const isValue = payload === undefined || String(typeof value === 'object' ? JSON.stringify(value) : value) === payload.value; // prettier-ignore
  return enabled === featureEnabled && (variant ?? 'disabled') === nameHere(name) && (variant === undefined || isValue);
}

describe("Unleash's specification of its clients", () => {
  it('is met by what is imported, and nothing is imported wrong', () => {
    const result: Result = { passed: 0, refused: [], wrong: [] };
    for (const specification of specifications) run(specification, result);
    const reasons = new Map<string, number>();
    for (const reason of result.refused) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const counted = [...reasons].map(([reason, count]) => `  ${count} refused: ${reason}\n`).join('');
    process.stdout.write(`${result.passed} passed, ${result.refused.length} refused, ${result.wrong.length} wrong\n${counted}`); // prettier-ignore
    expect(result.wrong).toEqual([]);
    expect([result.passed, result.refused.length]).toEqual([175, 104]);
  });
});
