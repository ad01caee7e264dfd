import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { TargetingRule } from '../../evaluate/definition.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import type { EngineImport, ImportedFlag, ImportInput, ImportMovement } from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { ruleBlock } from '../rule-names.ts';
import { nameVariants, offVariant, type NamedVariants } from '../variants.ts';
import { readRollouts } from './rollouts.ts';
import { dealtBy, splitMovement, type FliptSplit } from './shares.ts';
import { FliptSegments } from './segments.ts';
import { weightsOf } from '../weights.ts';
import { scalarText } from '../scalars.ts';

/** The flags of a features file of Flipt, version 1. Its format is that of one environment. */
export function importFlipt(value: unknown, input: ImportInput): EngineImport {
  const features = fields(value);
  const flags = field(features, 'flags');
  const version = scalarText(field(features, 'version') ?? '1.0');
  if (!Array.isArray(flags)) throw new UserError('these are not features of Flipt: there is no list of "flags"', 'name a features.yaml'); // prettier-ignore
  if (!/^1(?:\.|$)/.test(version)) throw new UserError(`version ${version} of features is not known`, 'export them as version 1'); // prettier-ignore
  const reader = new FliptReader(features, input);
  return reader.read(flags);
}

class FliptReader {
  readonly #notes = new Notes();
  readonly #movements: ImportMovement[] = [];
  readonly #segments: FliptSegments;
  readonly #features: Fields;
  readonly #input: ImportInput;

  constructor(features: Fields, input: ImportInput) {
    this.#features = features;
    this.#input = input;
    this.#segments = new FliptSegments(list(field(features, 'segments')), input.segments, this.#notes);
  }

  read(flags: readonly unknown[]): EngineImport {
    this.#notes.lostFields(this.#features, [], ['version', 'namespace', 'flags', 'segments']);
    const { namespace } = this.#features;
    const name = text(namespace) ?? text(fields(namespace)['key']) ?? 'default';
    if (name !== 'default') this.#notes.lost(['namespace'], `the namespace "${name}" has no counterpart`);
    const read = flags.flatMap((flag, index) => {
      const key = text(field(fields(flag), 'key')) ?? '';
      return this.#notes.about(key, () => this.#flag(key, fields(flag), ['flags', index])) ?? [];
    });
    return { flags: read, segments: this.#segments.used(), notes: this.#notes.list, movements: this.#movements };
  }

  #flag(key: string, flag: Fields, path: Path): ImportedFlag {
    this.#notes.lostFields(flag, path, ['key', 'name', 'type', 'description', 'enabled', 'variants', 'rules', 'rollouts']); // prettier-ignore
    const isBoolean = field(flag, 'type') === 'BOOLEAN_FLAG_TYPE';
    const read = isBoolean ? this.#boolean(flag, path) : this.#variant(flag, path);
    const block = ruleBlock(read.enabled, read.rules, read.otherwise);
    for (const environment of this.#input.environments.all) {
      for (const split of read.splits) this.#movements.push(splitMovement(key, environment, split));
    }
    const name = text(field(flag, 'name'));
    return {
      key,
      path,
      facts: { description: text(field(flag, 'description')) || (name === key ? undefined : name) },
      variants: read.named?.variants,
      off: read.off,
      environments: Object.fromEntries(this.#input.environments.all.map((environment) => [environment, block])),
    };
  }

  #boolean(flag: Fields, path: Path): ReadFlag {
    const otherwise = field(flag, 'enabled') === true ? 'on' : 'off';
    const read = readRollouts(list(flag['rollouts']), otherwise, [...path, 'rollouts'], (rollout, at) => this.#segments.condition(rollout, at)); // prettier-ignore
    return { ...read, enabled: true, off: 'off', named: undefined };
  }

  #variant(flag: Fields, path: Path): ReadFlag {
    const variants = list(flag['variants']).map(fields);
    const named = this.#variants(variants, [...path, 'variants']);
    const preset = named.names.get(text(field(variants.find((one) => field(one, 'default') === true) ?? {}, 'key')) ?? ''); // prettier-ignore
    const splits: FliptSplit[] = [];
    const rules = list(flag['rules']).map((value, index): TargetingRule => {
      const rule = fields(value);
      const at = [...path, 'rules', index];
      const when = this.#segments.condition(rule, at);
      const { dealt, rest } = dealtBy(list(rule['distributions']).map(fields), named.names, [...at, 'distributions']);
      if (rest > 0 && preset === undefined) throw new RefusedImportError([...at, 'distributions'], 'some people get no variant, and no variant is the default'); // prettier-ignore
      const shares = rest > 0 ? [...dealt, [preset!, rest] as const] : dealt;
      const serve = weightsOf(shares, [...at, 'distributions']);
      const name = `rule-${index + 1}`;
      if (typeof serve !== 'string') splits.push({ rule: name, serve, dealt: shares });
      return { name, ...(when !== undefined && { when }), serve };
    });
    const last = rules.at(-1);
    const isForAll = last !== undefined && last.when === undefined;
    const otherwise = isForAll ? last.serve : preset;
    if (otherwise === undefined) {
      throw new RefusedImportError(path, 'no rule is for everybody and no variant is the default: Flipt then leaves the value to the code that asks, and a flag file names one'); // prettier-ignore
    }
    if (isForAll) rules.pop();
    const off = offVariant(named, preset ?? (typeof otherwise === 'string' ? otherwise : Object.keys(otherwise)[0]!));
    const enabled = field(flag, 'enabled') === true;
    if (!enabled) this.#notes.changed([...path, 'enabled'], `it is disabled: Flipt leaves the value to the code that asks, and here everybody gets "${off}"`); // prettier-ignore
    const placed = splits.map((split) =>
      isForAll && split.rule === last.name ? { ...split, rule: undefined } : split,
    );
    return { enabled, rules, otherwise, splits: placed, off, named };
  }

  /** Variants with their attachments as values, or where there are none, with their keys. */
  #variants(variants: readonly Fields[], path: Path): NamedVariants {
    const attached = variants.map((variant) => attachmentOf(field(variant, 'attachment')));
    const isAttached = attached.length > 0 && attached.every((value) => value !== undefined);
    for (const [index, variant] of variants.entries()) {
      const known = ['key', 'name', 'description', 'attachment', 'default'];
      this.#notes.lostFields(variant, [...path, index], known);
      if (!isAttached && attached[index] !== undefined) this.#notes.lost([...path, index, 'attachment'], 'not every variant has an attachment, so that their keys are their values'); // prettier-ignore
    }
    const entries = variants.map((variant, index): [string, unknown] => {
      const key = text(field(variant, 'key')) ?? '';
      return [key, isAttached ? attached[index] : key];
    });
    return nameVariants(entries, path, this.#notes);
  }
}

interface ReadFlag {
  readonly enabled: boolean;
  readonly rules: readonly TargetingRule[];
  readonly otherwise: TargetingRule['serve'];
  readonly splits: readonly FliptSplit[];
  readonly off: string;
  /** Absent for boolean flags. */
  readonly named: NamedVariants | undefined;
}

/** An attachment is JSON, as text or as it is. */
function attachmentOf(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
