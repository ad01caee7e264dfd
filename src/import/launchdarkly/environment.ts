import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition, EnvironmentBlock, TargetingRule, Weights } from '../../evaluate/definition.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import { sha1Share } from '../hashes.ts';
import type { ImportMovement } from '../imported.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { ruleBlock } from '../rule-names.ts';
import { movedBy, populationSize, shareAt, weightsOf } from '../weights.ts';
import { attributeName, clauseCondition, requireUser } from './clauses.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

/** A flag in one environment, in our terms. */
export interface ReadEnvironment {
  readonly block: EnvironmentBlock;
  /** Attributes that decide splits, each once. */
  readonly bucketBy: readonly string[];
  readonly movements: readonly ImportMovement[];
}

interface Context {
  readonly key: string;
  /** The environment of the project. */
  readonly environment: string;
  /** Our names of the variations, by their numbers. */
  readonly names: readonly string[];
  /** The variant of a flag that is off. */
  readonly off: string;
  readonly segments: ReadonlyMap<string, unknown>;
  readonly notes: Notes;
}

const known = ['on', 'archived', 'salt', 'sel', 'lastModified', 'version', 'targets', 'contextTargets', 'rules', 'fallthrough', 'offVariation', 'prerequisites', '_site', '_environmentName', '_summary']; // prettier-ignore

/** LaunchDarkly's weights are thousandths of a percent. */
const whole = 100_000;

/** @throws RefusedError for what has no counterpart */
export function readEnvironment(value: Fields, path: Path, context: Context): ReadEnvironment {
  const reader = new EnvironmentReader(value, context);
  const { names, off, notes } = context;
  notes.lostFields(value, path, known);
  const targeted = [...targets(value, 'targets', path), ...targets(value, 'contextTargets', path)].map(
    ({ variation, values }, index): TargetingRule => {
      // prettier-ignore
      const when: Condition = { attribute: 'targetingKey', in: values };
      return { name: `targets-${index + 1}`, when, serve: names[variation]! };
    },
  );
  for (const { variation, at } of [...targets(value, 'targets', path), ...targets(value, 'contextTargets', path)]) {
    if (names[variation] === undefined) throw new RefusedImportError(at, 'it names a variation that does not exist');
  }
  const rules = list(value['rules']).map((rule, index) => reader.rule(fields(rule), index, [...path, 'rules', index]));
  const otherwise = reader.serving(fields(value['fallthrough']), undefined, [...path, 'fallthrough']);
  const enabled = field(value, 'on') === true;
  // Where it is off it may serve another variation than elsewhere.
  const isOther = !enabled && off !== names[scalarNumber(field(value, 'offVariation') ?? -1)] && field(value, 'offVariation') !== undefined && field(value, 'offVariation') !== null; // prettier-ignore
  const own = names[scalarNumber(field(value, 'offVariation'))];
  if (isOther && own === undefined) throw new RefusedImportError([...path, 'offVariation'], 'it names a variation that does not exist'); // prettier-ignore
  if (isOther) notes.changed([...path, 'offVariation'], `it is off and serves "${own}", not "${off}": here it is on and serves that to everybody; its rules were left out`); // prettier-ignore
  const block = isOther ? { enabled: true, otherwise: own! } : ruleBlock(enabled, [...targeted, ...rules], otherwise);
  return { block, bucketBy: [...reader.bucketBy], movements: isOther ? [] : reader.movements };
}

function targets(
  value: Fields,
  name: string,
  path: Path,
): readonly { readonly variation: number; readonly values: readonly string[]; readonly at: Path }[] {
  // prettier-ignore
  return list(value[name]).flatMap((target, index) => {
    const at = [...path, name, index];
    const values = list(field(fields(target), 'values')).map(scalarText);
    if (values.length > 0) requireUser(fields(target), at);
    return values.length === 0 ? [] : [{ variation: scalarNumber(field(fields(target), 'variation')), values, at }];
  });
}

class EnvironmentReader {
  readonly movements: ImportMovement[] = [];
  readonly bucketBy = new Set<string>();
  readonly #value: Fields;
  readonly #context: Context;

  constructor(value: Fields, context: Context) {
    this.#value = value;
    this.#context = context;
  }

  rule(rule: Fields, index: number, path: Path): TargetingRule {
    const { segments, notes } = this.#context;
    notes.lostFields(rule, path, ['_id', '_generation', '_deleted', '_version', '_key', 'ref', 'description', 'clauses', 'variation', 'rollout', 'trackEvents', 'id']); // prettier-ignore
    const clauses = list(rule['clauses']).map((clause, at) => clauseCondition(fields(clause), [...path, 'clauses', at], segments)); // prettier-ignore
    const when: Condition | undefined = clauses.length < 2 ? clauses[0] : { all: clauses };
    const name = text(field(rule, 'description')) || `rule-${index + 1}`;
    return { name, ...(when !== undefined && { when }), serve: this.serving(rule, name, path) };
  }

  /** @param rule its name; undefined for those whom no rule concerns */
  serving(value: Fields, rule: string | undefined, path: Path): string | Weights {
    const { names } = this.#context;
    const variantOf = (index: unknown, at: Path): string => {
      const name = typeof index === 'number' ? names[index] : undefined;
      if (name === undefined) throw new RefusedImportError(at, 'it names a variation that does not exist');
      return name;
    };
    const rollout = fields(value['rollout']);
    const shares = list(rollout['variations']);
    if (shares.length === 0) return variantOf(value['variation'], [...path, 'variation']);
    const at = [...path, 'rollout'];
    requireUser(rollout, at);
    const dealt = shares.map((share, index) => [variantOf(field(fields(share), 'variation'), [...at, 'variations', index]), scalarNumber(field(fields(share), 'weight') ?? 0)] as const); // prettier-ignore
    const serve = weightsOf(dealt, at);
    if (typeof serve === 'string') return serve;
    this.bucketBy.add(attributeName(text(field(rollout, 'bucketBy')) || 'key'));
    this.#move(rule, serve, dealt, rollout);
    return serve;
  }

  /** LaunchDarkly deals by the SHA-1 of the flag, a salt and the key, or of a seed and the key. */
  #move(
    rule: string | undefined,
    serve: Weights,
    dealt: readonly (readonly [string, number])[],
    rollout: Fields,
  ): void {
    const { key, environment } = this.#context;
    const seed = field(rollout, 'seed');
    const salt = text(field(this.#value, 'salt')) ?? '';
    const prefix = typeof seed === 'number' ? `${seed}.` : `${key}.${salt}.`;
    const theirs = (id: string): string | undefined =>
      shareAt(dealt, sha1Share(prefix + id) * whole) ?? dealt.at(-1)?.[0];
    this.movements.push({ flag: key, environment, rule, moved: movedBy(serve, key, theirs), of: populationSize });
  }
}
