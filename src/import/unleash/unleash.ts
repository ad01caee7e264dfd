import type { Path } from '../../diagnostic/diagnostic.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import type {
  EngineImport,
  ImportedFlag,
  ImportedPrerequisite,
  ImportInput,
  ImportMovement,
  SourceFacts,
} from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { readBlock } from './block.ts';
import { UnleashSegments } from './segments.ts';
import { readState, type Feature, type UnleashPart, type UnleashState } from './state.ts';
import { featureVariants } from './variants.ts';
import { scalarText } from '../scalars.ts';

/** The features of Unleash: what it exports, and what its clients get. */
export function importUnleash(value: unknown, input: ImportInput): EngineImport {
  const state = readState(value, input.environments);
  const notes = new Notes();
  for (const [name, path] of state.left) {
    notes.lost(path, `the environment "${name}" is not one of the project's: its settings were left out; --env ${name}=NAME gives it one`); // prettier-ignore
  }
  const reader = new UnleashReader(state, input, notes);
  const flags = state.features.flatMap((feature) => notes.about(feature.key, () => reader.flag(feature)) ?? []);
  return { flags: flags.flat(), segments: reader.segments.made(), notes: notes.list, movements: reader.movements };
}

const known = ['name', 'enabled', 'strategies', 'variants', 'dependencies', 'description', 'type', 'createdAt', 'id', 'archived', 'environments', 'favorite']; // prettier-ignore

class UnleashReader {
  readonly segments: UnleashSegments;
  readonly movements: ImportMovement[] = [];
  readonly #features: ReadonlyMap<string, Feature>;
  readonly #notes: Notes;

  constructor(state: UnleashState, input: ImportInput, notes: Notes) {
    this.#features = new Map(state.features.map((feature) => [feature.key, feature]));
    this.#notes = notes;
    this.segments = new UnleashSegments(state.segments, input.segments, notes);
  }

  flag(feature: Feature): readonly ImportedFlag[] {
    const { key, value, path, states } = feature;
    if (field(value, 'archived') === true) {
      this.#notes.lost(path, 'it is archived, and was left out');
      return [];
    }
    this.#notes.lostFields(value, path, known);
    const served = featureVariants(variantParts(feature), this.#notes);
    if (served.variants !== undefined) {
      this.#notes.changed(path, `whether it is enabled and which variant it gives are one value here: "${served.off}" where it is not enabled`); // prettier-ignore
    }
    const read = states.map((state) => readBlock(feature, state, served, { segments: this.segments, notes: this.#notes })); // prettier-ignore
    const bucketings = read.flatMap(({ bucketBy }) => (bucketBy === undefined ? [] : [bucketBy]));
    const [bucketBy, ...others] = bucketings;
    const seeds = new Set(read.map(({ seed }) => seed));
    if (others.some((other) => other.join() !== bucketBy?.join()) || seeds.size > 1) throw new RefusedImportError(path, 'its environments deal people in several ways'); // prettier-ignore
    for (const { movements } of read) this.movements.push(...movements);
    const [seed] = seeds;
    const flag: ImportedFlag = {
      key,
      path,
      facts: this.#facts(feature),
      variants: served.variants,
      off: served.off,
      prerequisites: feature.dependencies.map((dependency) => this.#prerequisite(dependency)),
      bucketBy: bucketBy === undefined || bucketBy.join() === 'targetingKey' ? undefined : bucketBy.length === 1 ? bucketBy[0] : bucketBy, // prettier-ignore
      seed: seed === undefined || seed === key ? undefined : seed,
      environments: Object.fromEntries(states.map(({ environment }, index) => [environment, read[index]!.block])),
    };
    return [flag];
  }

  #prerequisite({ value, path }: UnleashPart): ImportedPrerequisite {
    const flag = text(field(value, 'feature')) ?? '';
    const parent = this.#features.get(flag);
    if (parent === undefined) throw new RefusedImportError(path, `it depends on "${flag}", which is not in the source`);
    if (parent.dependencies.length > 0) throw new RefusedImportError(path, `it depends on "${flag}", which depends on others: Unleash never enables it then`); // prettier-ignore
    const reason = `Unleash enables it only with ${flag}.`;
    const { off, names } = featureVariants(variantParts(parent), new Notes());
    if (field(value, 'enabled') === false) return { flag, variant: off, reason };
    const wanted = list(value['variants']).map(scalarText);
    if (wanted.length === 0) return { flag, reason };
    // What is enabled and has no variants gives Unleash's variant "disabled".
    const ours = wanted.flatMap((name) => names.get(name) ?? (name === 'disabled' && names.size === 0 ? 'on' : []));
    const [only, other] = ours;
    if (only === undefined) throw new RefusedImportError([...path, 'variants'], `"${flag}" never gives a variant that it depends on`); // prettier-ignore
    return { flag, variant: other === undefined ? only : ours, reason };
  }

  #facts({ value, tags }: Feature): SourceFacts {
    const type = text(field(value, 'type'));
    const created = text(field(value, 'createdAt'));
    const words = tags.flatMap(({ value: tag, path: at }) => this.#tag(tag, at));
    return {
      description: text(field(value, 'description')),
      type: type === 'operational' ? 'ops' : type,
      created: created !== undefined && /^\d{4}-\d\d-\d\dT/.test(created) ? created.slice(0, 10) : undefined,
      tags: words.length > 0 ? words : undefined,
    };
  }

  #tag(tag: Fields, path: Path): readonly string[] {
    const word = text(field(tag, 'tagValue') ?? field(tag, 'value')) ?? '';
    if (/^[a-z0-9]+([._-][a-z0-9]+)*$/.test(word)) return [word];
    this.#notes.lost(path, `"${word}" cannot be a tag here: lower-case letters and digits, joined by -, _ or .`);
    return [];
  }
}

/** The variants of all environments and strategies of a feature. */
const variantParts = ({ states }: Feature): readonly UnleashPart[] =>
  states.flatMap(({ variants, strategies }) => [...variants, ...strategies.flatMap(inStrategy)]);

const inStrategy = ({ value, path }: UnleashPart): readonly UnleashPart[] =>
  list(value['variants']).map((variant, index) => ({ value: fields(variant), path: [...path, 'variants', index] }));
