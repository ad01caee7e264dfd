import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Condition, TargetingRule, Weights } from '../../evaluate/definition.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import { conditionOf, InexactError } from '../flagd/condition.ts';
import { fnv1a32 } from '../hashes.ts';
import type { EngineImport, ImportedFlag, ImportInput, ImportMovement, SourceFacts } from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { ruleBlock } from '../rule-names.ts';
import { nameVariants, offVariant, type NamedVariants } from '../variants.ts';
import { movedBy, populationSize, shareAt, weightsOf } from '../weights.ts';
import { QueryError, readQuery } from './query.ts';
import { scalarNumber } from '../scalars.ts';

const known = ['variations', 'targeting', 'defaultRule', 'bucketingKey', 'disable', 'metadata', 'experimentation', 'scheduledRollout']; // prettier-ignore

/** What moves with time, which a flag file says with dates of its own rules. */
const moving = ['experimentation', 'scheduledRollout'];

/** The flags of GO Feature Flag, whose format is that of one environment. */
export function importGoff(value: unknown, input: ImportInput): EngineImport {
  const flags = fields(value);
  const isOne = Object.values(flags).every((flag) => typeof flag === 'object' && flag !== null && !Array.isArray(flag));
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !isOne) {
    throw new UserError(
      'these are not flags of GO Feature Flag: each is a mapping under its key',
      'name its flag file',
    );
  }
  const reader = new GoffReader(input);
  const read = Object.entries(flags).flatMap(([key, flag]) => reader.notes.about(key, () => reader.flag(key, fields(flag))) ?? []); // prettier-ignore
  return { flags: read, segments: [], notes: reader.notes.list, movements: reader.movements };
}

interface Serving {
  readonly serve: string | Weights;
  /** The shares in the order in which people are dealt, by our names. */
  readonly dealt: readonly (readonly [string, number])[];
}

class GoffReader {
  readonly notes = new Notes();
  readonly movements: ImportMovement[] = [];
  readonly #input: ImportInput;

  constructor(input: ImportInput) {
    this.#input = input;
  }

  flag(key: string, flag: Fields): ImportedFlag {
    const path = [key];
    this.notes.lostFields(flag, path, known);
    for (const name of moving) {
      const value = field(flag, name);
      const isEmpty = value === undefined || value === null || (Array.isArray(value) && value.length === 0);
      if (!isEmpty)
        throw new RefusedImportError([...path, name], `"${name}" has no counterpart: rules with dates say it here`);
    }
    const named = nameVariants(Object.entries(fields(flag['variations'])), [...path, 'variations'], this.notes);
    const byDefault = this.#serving(fields(flag['defaultRule']), named, [...path, 'defaultRule']);
    const rules = list(flag['targeting']).flatMap((rule, index) => this.#rule(fields(rule), index, named, [...path, 'targeting', index])); // prettier-ignore
    const fallback = typeof byDefault.serve === 'string' ? byDefault.serve : byDefault.dealt[0]![0];
    const off = offVariant(named, fallback);
    const enabled = field(flag, 'disable') !== true;
    if (!enabled) this.notes.changed([...path, 'disable'], `it is disabled: GO Feature Flag leaves the value to the code that asks, and here everybody gets "${off}"`); // prettier-ignore
    for (const environment of this.#input.environments.all) {
      for (const { rule, serving } of rules) this.#movement(key, environment, rule.name, serving);
      this.#movement(key, environment, undefined, byDefault);
    }
    const bucketBy = text(field(flag, 'bucketingKey'));
    const block = ruleBlock(enabled, rules.map(({ rule }) => rule), byDefault.serve); // prettier-ignore
    return {
      key,
      path,
      facts: this.#facts(fields(flag['metadata']), [...path, 'metadata']),
      variants: named.variants,
      off,
      ...(bucketBy !== undefined && bucketBy !== 'targetingKey' && bucketBy !== '' && { bucketBy }),
      environments: Object.fromEntries(this.#input.environments.all.map((name) => [name, block])),
    };
  }

  #rule(
    rule: Fields,
    index: number,
    named: NamedVariants,
    path: Path,
  ): readonly { readonly rule: TargetingRule; readonly serving: Serving }[] {
    // prettier-ignore
    this.notes.lostFields(rule, path, ['name', 'query', 'variation', 'percentage', 'disable', 'progressiveRollout']);
    if (field(rule, 'disable') === true) {
      this.notes.lost([...path, 'disable'], 'a rule that is disabled was left out');
      return [];
    }
    const when = this.#condition(text(field(rule, 'query')) ?? '', [...path, 'query']);
    const serving = this.#serving(rule, named, path);
    const name = text(field(rule, 'name')) ?? `rule-${index + 1}`;
    return [{ rule: { name, ...(when !== undefined && { when }), serve: serving.serve }, serving }];
  }

  #condition(query: string, path: Path): Condition | undefined {
    try {
      if (query.trim().startsWith('{')) return conditionOf(JSON.parse(query) as unknown, () => undefined);
      const { condition, cutsFractions } = readQuery(query);
      if (cutsFractions) this.notes.changed(path, 'it compares with whole numbers: GO Feature Flag cuts fractions off before, and here 18.5 is more than 18'); // prettier-ignore
      return condition;
    } catch (error) {
      if (error instanceof QueryError || error instanceof InexactError)
        throw new RefusedImportError(path, error.message);
      if (error instanceof SyntaxError) throw new RefusedImportError(path, 'its query is not JSON');
      throw error;
    }
  }

  #serving(rule: Fields, { names }: NamedVariants, path: Path): Serving {
    if (rule['progressiveRollout'] !== undefined) {
      throw new RefusedImportError([...path, 'progressiveRollout'], 'a progressive rollout has no counterpart: here people change the weights'); // prettier-ignore
    }
    const variantOf = (name: string, at: Path): string => {
      const ours = names.get(name);
      if (ours === undefined) throw new RefusedImportError(at, `the variation "${name}" does not exist`);
      return ours;
    };
    const percentage = rule['percentage'];
    if (typeof percentage === 'object' && percentage !== null && Object.keys(percentage).length > 0) {
      const shares = Object.entries(percentage).map(([name, share]) => [variantOf(name, [...path, 'percentage', name]), share as number, name] as const); // prettier-ignore
      const serve = weightsOf(shares.map(([name, share]) => [name, scalarNumber(share)]), [...path, 'percentage']); // prettier-ignore
      const dealt = [...shares].sort(([, , a], [, , b]) => (a < b ? 1 : -1)).map(([name, share]) => [name, share] as const); // prettier-ignore
      return { serve, dealt };
    }
    const variation = text(rule['variation']);
    if (variation === undefined) throw new RefusedImportError(path, 'it says neither a variation nor percentages');
    const serve = variantOf(variation, [...path, 'variation']);
    return { serve, dealt: [[serve, 100]] };
  }

  /** How many people its hash, `fnv1a32(flag + key)` over the variations in reverse order, deals another variant than ours. */
  #movement(flag: string, environment: string, rule: string | undefined, { serve, dealt }: Serving): void {
    if (typeof serve === 'string') return;
    const total = Math.trunc(dealt.reduce((sum, [, share]) => sum + share, 0) * 1000);
    const scaled = dealt.map(([name, share]) => [name, share * 1000] as const);
    const moved = movedBy(serve, flag, (key) => shareAt(scaled, fnv1a32(flag + key) % total));
    this.movements.push({ flag, environment, rule, moved, of: populationSize });
  }

  #facts(metadata: Fields, path: Path): SourceFacts {
    const names = ['description', 'type', 'owner', 'criticality', 'expires', 'created'] as const;
    this.notes.lostFields(metadata, path, names);
    return Object.fromEntries(names.map((name) => [name, text(field(metadata, name))]));
  }
}
