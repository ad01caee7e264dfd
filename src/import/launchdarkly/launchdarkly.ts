import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import { isSameValue } from '../../source/value-edit.ts';
import type {
  EngineImport,
  ImportedFlag,
  ImportedPrerequisite,
  ImportInput,
  ImportMovement,
  SourceFacts,
} from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { nameVariants } from '../variants.ts';
import { readEnvironment } from './environment.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

const known = ['key', 'name', 'description', 'kind', 'variations', 'temporary', 'tags', 'creationDate', 'archived', 'environments', 'defaults', '_links', '_version', '_maintainer', 'maintainerId', 'includeInSnippet', 'clientSideAvailability', 'variationJsonSchema', 'experiments', 'deprecated', '_purpose', 'goalIds']; // prettier-ignore

/** The flags of LaunchDarkly as its API gives them: one, or a list. */
export function importLaunchDarkly(value: unknown, input: ImportInput): EngineImport {
  const found = field(fields(value), 'items') ?? value;
  const flags = Array.isArray(found) ? (found as readonly unknown[]) : [found];
  const root: Path = Array.isArray(value) ? [] : Array.isArray(found) ? ['items'] : [];
  const isFlag = (flag: unknown): boolean => typeof field(fields(flag), 'key') === 'string' && Array.isArray(fields(flag)['variations']); // prettier-ignore
  if (!flags.every(isFlag) || (flags.length === 0 && !Array.isArray(found))) {
    throw new UserError('these are not flags of LaunchDarkly: each has a "key" and "variations"', 'name what its API gives for /api/v2/flags/PROJECT?summary=0'); // prettier-ignore
  }
  const reader = new LaunchDarklyReader(flags.map(fields), input);
  const read = flags.flatMap((flag, index) => {
    const path = Array.isArray(found) ? [...root, index] : root;
    const key = scalarText(fields(flag)['key']);
    return reader.notes.about(key, () => reader.flag(key, fields(flag), path)) ?? [];
  });
  reader.noteLeft();
  return { flags: read.flat(), segments: [], notes: reader.notes.list, movements: reader.movements };
}

class LaunchDarklyReader {
  readonly notes = new Notes();
  readonly movements: ImportMovement[] = [];
  readonly #input: ImportInput;
  readonly #names: ReadonlyMap<string, readonly string[]>;
  readonly #left = new Map<string, Path>();

  constructor(flags: readonly Fields[], input: ImportInput) {
    this.#input = input;
    // Names are needed for prerequisites too; what is wrong with them is said once.
    this.#names = new Map(flags.map((flag) => [scalarText(flag['key']), namesOf(flag)]));
  }

  /** Says which environments of the source were not imported, each once. */
  noteLeft(): void {
    for (const [name, path] of this.#left) {
      this.notes.lost(path, `the environment "${name}" is not one of the project's: its settings were left out; --env ${name}=NAME gives it one`); // prettier-ignore
    }
  }

  flag(key: string, flag: Fields, path: Path): readonly ImportedFlag[] {
    if (field(flag, 'archived') === true) {
      this.notes.lost(path, 'it is archived, and was left out');
      return [];
    }
    this.notes.lostFields(flag, path, known);
    const names = this.#names.get(key)!;
    const variations = list(flag['variations']).map(fields);
    const named = nameVariants(variations.map((variation, index) => [names[index]!, variation['value']]), [...path, 'variations'], this.notes); // prettier-ignore
    const present = Object.entries(fields(flag['environments'])).flatMap(([theirs, value]) => {
      const at = [...path, 'environments', theirs];
      const environment = this.#input.environments.target(theirs);
      if (environment === undefined && !this.#left.has(theirs)) this.#left.set(theirs, at);
      return environment === undefined ? [] : [{ environment, value: fields(value), at }];
    });
    const off = this.#off(flag, names, present, path);
    const read = present.map(({ environment, value, at }) => readEnvironment(value, at, { key, environment, names, off, segments: this.#input.segments, notes: this.notes })); // prettier-ignore
    const bucketings = new Set(read.flatMap(({ bucketBy }) => bucketBy));
    if (bucketings.size > 1) throw new RefusedImportError(path, `its splits are decided by several attributes: ${[...bucketings].join(', ')}`); // prettier-ignore
    for (const { movements } of read) this.movements.push(...movements);
    const [bucketBy] = bucketings;
    const imported: ImportedFlag = {
      key,
      path,
      facts: this.#facts(flag, path),
      variants: named.variants,
      off,
      prerequisites: this.#prerequisites(present),
      bucketBy: bucketBy === 'targetingKey' ? undefined : bucketBy,
      environments: Object.fromEntries(present.map(({ environment }, index) => [environment, read[index]!.block])),
    };
    return [imported];
  }

  /** The variant of a flag that is off: a flag file has one for all environments. */
  #off(flag: Fields, names: readonly string[], present: readonly Present[], path: Path): string {
    const wanted = present.map(({ value, at }) => {
      const index = field(value, 'offVariation') ?? field(fields(flag['defaults']), 'offVariation');
      if (typeof index !== 'number' || names[index] === undefined) throw new RefusedImportError(at, 'it has no off variation: LaunchDarkly leaves the value to the code that asks, and a flag file names one'); // prettier-ignore
      return { name: names[index], needed: field(value, 'on') === true && list(value['prerequisites']).length > 0, at };
    });
    const off = wanted.find(({ needed }) => needed)?.name ?? wanted.at(-1)?.name ?? names.at(-1);
    const other = wanted.find(({ needed, name }) => needed && name !== off);
    if (other) throw new RefusedImportError(other.at, 'its off variation differs from that of another environment where it has prerequisites'); // prettier-ignore
    if (off === undefined) throw new RefusedImportError([...path, 'variations'], 'it has no variations');
    return off;
  }

  /** A flag file has prerequisites for all environments; where a flag is off they make no difference. */
  #prerequisites(present: readonly Present[]): readonly ImportedPrerequisite[] {
    const on = present.filter(({ value }) => field(value, 'on') === true);
    const [first, ...others] = on;
    const other = others.find(({ value }) => !isSameValue(list(value['prerequisites']), list(first!.value['prerequisites']))); // prettier-ignore
    if (other)
      throw new RefusedImportError([...other.at, 'prerequisites'], 'its prerequisites differ between environments');
    return list(first?.value['prerequisites']).map((one, index) => {
      const { key, variation } = fields(one);
      const variant = this.#names.get(scalarText(key))?.[scalarNumber(variation)];
      const at = [...first!.at, 'prerequisites', index];
      if (variant === undefined) throw new RefusedImportError(at, `it needs a variation of "${scalarText(key)}", which is not in the source`); // prettier-ignore
      return { flag: scalarText(key), variant, reason: `LaunchDarkly has ${scalarText(key)} as its prerequisite.` };
    });
  }

  #facts(flag: Fields, path: Path): SourceFacts {
    const created = field(flag, 'creationDate');
    const name = text(field(flag, 'name'));
    const tags = list(flag['tags']).map(scalarText);
    const good = tags.filter((tag) => /^[a-z0-9]+([._-][a-z0-9]+)*$/.test(tag));
    for (const tag of tags) if (!good.includes(tag)) this.notes.lost([...path, 'tags'], `"${tag}" cannot be a tag here: lower-case letters and digits, joined by -, _ or .`); // prettier-ignore
    return {
      description: text(field(flag, 'description')) || (name === flag['key'] ? undefined : name),
      type: field(flag, 'temporary') === false ? 'ops' : undefined,
      created: typeof created === 'number' && Math.abs(created) < 8.64e15 ? new Date(created).toISOString().slice(0, 10) : undefined, // prettier-ignore
      tags: good,
    };
  }
}

interface Present {
  readonly environment: string;
  readonly value: Fields;
  readonly at: Path;
}

/** Names of variations by their numbers: what they are called, or their values, in a form that a flag file allows. */
function namesOf(flag: Fields): readonly string[] {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return list(flag['variations']).map((variation, index) => {
    const { name, value } = fields(variation);
    const called = typeof value === 'boolean' ? (value ? 'on' : 'off') : (text(name) ?? (typeof value === 'string' ? value : '')); // prettier-ignore
    const plain = called.toLowerCase().replace(/[^a-z0-9_-]+/g, '-').replace(/^[^a-z]+|-+$/g, '').slice(0, 60); // prettier-ignore
    const base = plain === '' ? `variation-${index + 1}` : plain;
    let count = counts.get(base) ?? 1;
    let own = count === 1 ? base : `${base}-${count}`;
    while (taken.has(own)) own = `${base}-${++count}`;
    counts.set(base, count + 1);
    taken.add(own);
    return own;
  });
}
