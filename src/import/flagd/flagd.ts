import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { TargetingCompiler } from '../../evaluate/compile-flag.ts';
import { DefinitionError, type Condition, type EnvironmentBlock } from '../../evaluate/definition.ts';
import { isKey, toKey } from '../../model/key.ts';
import { field, fields, text } from '../../model/read.ts';
import { conditionKey } from '../condition-key.ts';
import type { EngineImport, ImportedFlag, ImportedSegment, Importer, ImportInput, SourceFacts } from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { nameVariants, offVariant, type NamedVariants } from '../variants.ts';
import { conditionOf, InexactError, type NamedPart } from './condition.ts';
import type { ImportedLogic } from './logic.ts';
import { OwnFlags, type FlagdFlag } from './own-flags.ts';
import { References } from './references.ts';
import { importedRules, type ReadRules } from './rules.ts';
import { scalarText } from '../scalars.ts';

/**
 * The flags of flagd. Its format is that of one environment. Targeting becomes rules where they mean exactly the same,
 * and stays JsonLogic where not.
 * @param compile says whether JsonLogic can be run; what interprets it is loaded apart
 */
export function flagdImporter(compile: TargetingCompiler): Importer {
  return (value, input) => importFlagd(value, input, compile);
}

function importFlagd(value: unknown, input: ImportInput, compile: TargetingCompiler): EngineImport {
  const set = fields(value);
  const flags = field(set, 'flags');
  if (typeof flags !== 'object' || flags === null || Array.isArray(flags)) {
    throw new UserError('these are not flags of flagd: there is no "flags" object', 'name the file that flagd reads');
  }
  return new FlagdReader(set, input, compile).read(flags as Readonly<Record<string, unknown>>);
}

/** What `flagwright export flagd` writes of a commit. */
const provenance = ['commit', 'uncommitted', 'environment'];

/** Parts that `flagwright export flagd` names for itself. */
const internal = /^(?:flag|number|version|bucketing) /;

class FlagdReader {
  readonly #set: Readonly<Record<string, unknown>>;
  readonly #input: ImportInput;
  readonly #compile: TargetingCompiler;
  readonly #notes = new Notes();
  readonly #references: References;
  readonly #named = new Map<object, Condition>();
  readonly #segments: ImportedSegment[] = [];

  constructor(set: Readonly<Record<string, unknown>>, input: ImportInput, compile: TargetingCompiler) {
    this.#set = set;
    this.#compile = compile;
    this.#input = input;
    this.#references = new References(field(set, '$evaluators'));
  }

  read(flags: Readonly<Record<string, unknown>>): EngineImport {
    const notes = this.#notes;
    notes.lostFields(this.#set, [], ['$schema', '$evaluators', 'flags', 'metadata']);
    notes.lostFields(fields(this.#set['metadata']), ['metadata'], provenance);
    this.#readEvaluators();
    const own = new OwnFlags(this.#input.own);
    const unchanged = new Set<string>();
    const read = Object.entries(flags).flatMap(([key, flag]) => {
      const path = ['flags', key];
      return (
        notes.about(key, () => {
          const written = {
            ...fields(flag),
            targeting: this.#written(fields(flag)['targeting'], [...path, 'targeting']),
          };
          if (own.isSame(key, written)) unchanged.add(key);
          const rest = own.withoutPrerequisites(key, written);
          return { ...this.#flag(key, rest ?? written, path), keepsPrerequisites: rest !== undefined };
        }) ?? []
      );
    });
    for (const name of this.#references.unused()) {
      notes.lost(['$evaluators', name], `no flag refers to the evaluator "${name}"`);
    }
    return { flags: read, segments: this.#segments, notes: notes.list, movements: [], unchanged };
  }

  /** Named parts that are conditions become segments. */
  #readEvaluators(): void {
    for (const [name, body] of Object.entries(fields(this.#set['$evaluators']))) {
      if (internal.test(name) || typeof body !== 'object' || body === null) continue;
      const plain = name.replace(/^segment /, '');
      const key = isKey(plain) ? plain : toKey(plain);
      const when = tryExactly(() => conditionOf(body, () => undefined));
      if (key === undefined || when === undefined) continue;
      const own = this.#input.segments.get(key);
      const path = ['$evaluators', name];
      if (own !== undefined && conditionKey(own) !== conditionKey(when)) {
        this.#notes.lost(path, `the segment "${key}" of the project is another one, so that this is written out in each flag`); // prettier-ignore
        continue;
      }
      this.#named.set(body, { segment: key });
      if (own === undefined) this.#segments.push({ key, path, description: undefined, when });
    }
  }

  /** Targeting with everything that it refers to; undefined where there is none. */
  #written(targeting: unknown, path: Path): object | undefined {
    if (targeting === undefined || targeting === null) return undefined;
    if (typeof targeting !== 'object' || Array.isArray(targeting)) throw new RefusedImportError(path, 'its targeting is not an object'); // prettier-ignore
    return Object.keys(targeting).length === 0 ? undefined : (this.#references.writeOut(targeting, path) as object);
  }

  #flag(key: string, flag: FlagdFlag, path: Path): ImportedFlag {
    this.#notes.lostFields(flag, path, ['state', 'variants', 'defaultVariant', 'targeting', 'metadata']);
    const { state, defaultVariant } = flag;
    if (state !== 'ENABLED' && state !== 'DISABLED') {
      throw new RefusedImportError([...path, 'state'], 'its state is neither ENABLED nor DISABLED');
    }
    const named = nameVariants(Object.entries(fields(flag['variants'])), [...path, 'variants'], this.#notes);
    if (defaultVariant === undefined || defaultVariant === null) {
      throw new RefusedImportError(path, 'it has no default variant: flagd leaves the value to the code that asks, and a flag file names one'); // prettier-ignore
    }
    const otherwise = named.names.get(scalarText(defaultVariant));
    if (otherwise === undefined) {
      throw new RefusedImportError([...path, 'defaultVariant'], `its default variant ${JSON.stringify(defaultVariant)} does not exist`); // prettier-ignore
    }
    const { rules, targeting } = this.#targeting(flag['targeting'], named, otherwise, [...path, 'targeting']);
    const off = offVariant(named, rules?.unbucketed ?? (typeof rules?.otherwise === 'string' ? rules.otherwise : otherwise)); // prettier-ignore
    if (state === 'DISABLED') {
      this.#notes.changed([...path, 'state'], `it is disabled: flagd leaves the value to the code that asks, and here everybody gets "${off}"`); // prettier-ignore
    }
    const block = blockOf(state === 'ENABLED', rules, targeting, otherwise, off, off === 'off' || named.variants?.[off] === false); // prettier-ignore
    const { seed, bucketBy } = rules?.bucketing ?? {};
    return {
      key,
      path,
      facts: this.#facts(fields(flag['metadata']), [...path, 'metadata']),
      variants: named.variants,
      off,
      ...(seed !== undefined && seed !== key && { seed }),
      ...(bucketBy !== undefined && !isDefaultBucketing(bucketBy) && { bucketBy: bucketBy.length === 1 ? bucketBy[0] : bucketBy }), // prettier-ignore
      environments: Object.fromEntries(this.#input.environments.all.map((name) => [name, block])),
    };
  }

  #targeting(
    logic: ImportedLogic | undefined,
    named: NamedVariants,
    otherwise: string,
    path: Path,
  ): { readonly rules?: ReadRules; readonly targeting?: object } {
    if (logic === undefined || logic === null) return {};
    const part: NamedPart = (body) => this.#named.get(body);
    const rules = named.renamed ? undefined : tryExactly(() => importedRules(logic, otherwise, new Set(named.names.keys()), part)); // prettier-ignore
    if (rules?.neverHolds) this.#notes.lost(path, 'a branch whose time ends before it begins never holds, and was left out'); // prettier-ignore
    if (rules !== undefined) return { rules };
    if (named.renamed || typeof logic !== 'object') throw new RefusedImportError(path, 'its targeting gives names of variants that a flag file cannot have'); // prettier-ignore
    try {
      this.#compile(logic);
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
      throw new RefusedImportError(path, error.message);
    }
    return { targeting: logic };
  }

  /** What `flagwright export flagd` writes of a flag, and whatever else has a place. */
  #facts(metadata: Readonly<Record<string, ImportedLogic>>, path: Path): SourceFacts {
    const known = ['type', 'owner', 'criticality', 'expires', 'description', 'created'] as const;
    this.#notes.lostFields(metadata, path, known);
    return Object.fromEntries(known.map((name) => [name, text(field(metadata, name))]));
  }
}

function blockOf(
  enabled: boolean,
  read: ReadRules | undefined,
  targeting: object | undefined,
  defaultVariant: string,
  off: string,
  isPlainOff: boolean,
): EnvironmentBlock {
  if (targeting !== undefined) return { enabled, targeting, otherwise: defaultVariant };
  // What has no targeting and gives everybody its off variant is what an export makes of a flag that is off.
  if (read === undefined) return { enabled: enabled && !(isPlainOff && defaultVariant === off), otherwise: defaultVariant }; // prettier-ignore
  const rules = [...read.rules];
  const last = rules.at(-1);
  const isForAll = last !== undefined && last.when === undefined && last.from === undefined && last.until === undefined;
  // A split for all the others, with the off variant where nothing decides it, is what weights in `otherwise` are.
  if (isForAll && typeof last.serve !== 'string' && read.otherwise === off) {
    rules.pop();
    return rules.length === 0 ? { enabled, otherwise: last.serve } : { enabled, rules, otherwise: last.serve };
  }
  return rules.length === 0 ? { enabled, otherwise: read.otherwise } : { enabled, rules, otherwise: read.otherwise };
}

const isDefaultBucketing = (names: readonly string[]): boolean => names.length === 1 && names[0] === 'targetingKey';

function tryExactly<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof InexactError) return undefined;
    throw error;
  }
}
