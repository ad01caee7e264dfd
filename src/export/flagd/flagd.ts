import type { FlagDefinition, Json, SegmentDefinition } from '../../evaluate/definition.ts';
import { environmentFlags, type EnvironmentFlag } from '../environment-flag.ts';
import { flagFacts } from '../facts.ts';
import { provenanceFields } from '../provenance-fields.ts';
import { canonicalJsonOf, canonicalJsonParts } from '../canonical-json.ts';
import type { EngineExport, ExportInput } from '../exported.ts';
import { UnsupportedError, type Statement } from '../statement.ts';
import { Conditions } from './condition.ts';
import { writeOut } from './evaluators.ts';
import { all, choose, type Logic } from './logic.ts';
import { Parts, type WrittenParts } from './parts.ts';
import { Prerequisites } from './prerequisites.ts';
import { rawLogic } from './raw-logic.ts';
import { rulesLogic, variantLeaf } from './serving.ts';

/** A flag set as flagd reads it. */
export interface FlagdSet {
  readonly $schema: string;
  readonly $evaluators: Readonly<Record<string, WrittenParts>> | undefined;
  readonly flags: Readonly<Record<string, FlagdFlag>>;
  readonly metadata: Readonly<Record<string, string | number | boolean>>;
}

interface FlagdFlag {
  readonly state: 'ENABLED';
  readonly variants: Readonly<Record<string, Json>>;
  readonly defaultVariant: string;
  readonly targeting: WrittenParts | undefined;
  readonly metadata: Readonly<Record<string, string>> | undefined;
}

/** Operators and arguments of one flag with everything written out. */
const largestTargeting = 20_000;

/** The same of all flags: about as much as fits into one text. */
const largestSet = 10_000_000;

/** The flags of an environment as a file for flagd. */
export function flagdFile(input: ExportInput): EngineExport {
  const { fields, statements } = translate(input);
  return { document: canonicalJsonOf(fields), statements };
}

/** The same as data. */
export function exportFlagd(input: ExportInput): {
  readonly set: FlagdSet;
  readonly statements: readonly Statement[];
} {
  const { fields, statements } = translate(input);
  const { flags, ...head } = fields;
  return { set: { ...head, flags: Object.fromEntries(flags()) }, statements };
}

/**
 * The file as it is made, for who does something else in between: nothing again and again while flags are translated, then the text in
 * parts.
 */
export function* flagdFileParts(input: ExportInput): Generator<string | undefined> {
  const { fields } = yield* translation(input);
  yield* canonicalJsonParts(fields);
}

function translate(input: ExportInput): Translation {
  const steps = translation(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

interface Translation {
  readonly fields: Omit<FlagdSet, 'flags'> & {
    /** By their keys, in order; each is made when it is taken. */
    readonly flags: () => Iterable<readonly [string, FlagdFlag]>;
  };
  readonly statements: readonly Statement[];
}

/**
 * Translates the flags of an environment. All are enabled: to flagd, a disabled flag does not exist. One that is off
 * here serves its off variant.
 */
function* translation(input: ExportInput): Generator<undefined, Translation> {
  const flags = environmentFlags(input.definitions, input.environment);
  const translator = new Translator(flags, input.definitions.segments);
  const translated: (readonly [flag: EnvironmentFlag, translated: Translated])[] = [];
  const statements: Statement[] = [];
  for (const key of input.keys) {
    const flag = flags.get(key)!;
    try {
      translated.push([flag, translator.translate(flag)]);
      statements.push({ key, support: 'exact', reasons: [] });
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error;
      statements.push({ key, support: 'unsupported', reasons: [error.message] });
    }
    yield undefined;
  }
  const { write, evaluators } = writeOut(
    translator.parts,
    translated.map(([, { references }]) => references),
  );
  return {
    fields: {
      $schema: 'https://flagd.dev/schema/v0/flags.json',
      $evaluators: Object.keys(evaluators).length === 0 ? undefined : evaluators,
      metadata: { ...provenanceFields(input.source), environment: input.environment },
      *flags() {
        for (const [{ key, variants }, { defaultVariant, targeting }] of translated) {
          const metadata = factsOf(input.definitions.flags.get(key)!);
          const logic = targeting === null ? undefined : write(targeting);
          yield [key, { state: 'ENABLED', variants, defaultVariant, targeting: logic, metadata }];
        }
      },
    },
    statements,
  };
}

interface Translated {
  readonly defaultVariant: string;
  /** Null where there is none. */
  readonly targeting: Logic;
  /** Names of the shared parts that it could refer to. */
  readonly references: readonly string[];
}

class Translator {
  readonly #conditions: Conditions;
  readonly #prerequisites: Prerequisites;
  readonly parts = new Parts();
  #total = 0;

  constructor(flags: ReadonlyMap<string, EnvironmentFlag>, segments: ReadonlyMap<string, SegmentDefinition>) {
    this.#conditions = new Conditions(segments);
    this.#prerequisites = new Prerequisites(flags, this.#conditions);
  }

  /** @throws UnsupportedError if flagd cannot say it */
  translate(flag: EnvironmentFlag): Translated {
    if (flag.broken !== undefined) throw new UnsupportedError(`it cannot be evaluated: ${flag.broken}`);
    requireValues(flag);
    const defaultVariant = typeof flag.otherwise === 'string' ? flag.otherwise : flag.off;
    if (!flag.enabled) return plain(flag.off);
    const needs = all(this.#prerequisites.of(flag));
    if (needs === false) return plain(flag.off);
    const own = flag.targeting === undefined ? rulesLogic(flag, this.#conditions, variantLeaf) : rawTargeting(flag);
    const targeting = choose(needs, own, flag.off);
    if (typeof targeting === 'string') return plain(targeting);
    const { size, references } = this.parts.measure(targeting, largestTargeting);
    if (size > largestTargeting) {
      throw new UnsupportedError(
        `its targeting has more than ${largestTargeting} parts when everything is written out`,
      );
    }
    if (this.#total + size > largestSet) throw new UnsupportedError(`all flags have more than ${largestSet} parts`);
    this.#total += size;
    return { defaultVariant, targeting, references };
  }
}

/** One variant for everybody. */
const plain = (variant: string): Translated => ({ defaultVariant: variant, targeting: null, references: [] });

/** Facts of a flag that are worth a place beside its value. */
function factsOf(definition: FlagDefinition): FlagdFlag['metadata'] {
  const { type, owner, criticality, expires } = flagFacts(definition);
  const facts = Object.entries({ type, owner, criticality, expires });
  return Object.fromEntries(facts.filter((fact): fact is [string, string] => fact[1] !== undefined));
}

/** Numbers that not every engine can hold would arrive as others. */
function requireValues({ variants }: EnvironmentFlag): void {
  for (const [name, value] of Object.entries(variants)) {
    const isLarge = typeof value === 'number' && (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER);
    if (isLarge) throw new UnsupportedError(`flagd cannot hold the value of ${name}: the number is too large`);
  }
}

/** JsonLogic that was written for flagd stays what it is. */
function rawTargeting({ targeting, otherwise }: EnvironmentFlag): Logic {
  if (typeof otherwise === 'string') return rawLogic(targeting);
  throw new UnsupportedError('raw JsonLogic with weights in otherwise: flagd has one default variant');
}
