import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { isKey, toKey } from '../../model/key.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import { conditionKey } from '../condition-key.ts';
import type { ImportedSegment } from '../imported.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { constraintCondition } from './constraints.ts';
import { scalarText } from '../scalars.ts';

interface Segment {
  readonly value: Fields;
  readonly path: Path;
}

/** The segments of a features file; those that flags use become segments of the project. */
export class FliptSegments {
  readonly #byKey: ReadonlyMap<string, Segment>;
  readonly #own: ReadonlyMap<string, Condition>;
  readonly #notes: Notes;
  readonly #used = new Map<string, ImportedSegment | undefined>();
  readonly #conditions = new Map<string, Condition | undefined>();

  constructor(segments: readonly unknown[], own: ReadonlyMap<string, Condition>, notes: Notes) {
    this.#byKey = new Map(segments.map((value, index) => [text(field(fields(value), 'key')) ?? '', { value: fields(value), path: ['segments', index] }])); // prettier-ignore
    this.#own = own;
    this.#notes = notes;
  }

  used(): readonly ImportedSegment[] {
    return [...this.#used.values()].filter((segment) => segment !== undefined);
  }

  /**
   * The condition of a rule or a rollout: one of its segments, or all. Undefined if it is for everybody.
   * @throws RefusedError for a segment that is not there or has no counterpart
   */
  condition(rule: Fields, path: Path): Condition | undefined {
    const { segment, segments = [] } = rule;
    const { key, keys, operator = field(rule, 'operator') ?? field(rule, 'segmentOperator') } = fields(segment);
    const names = [segment, key, ...list(keys), ...list(segments)].filter((name) => typeof name === 'string');
    if (names.length === 0) throw new RefusedImportError(path, 'a rule names no segment');
    const conditions = [...new Set(names)].map((name) => this.#segment(name, [...path, 'segment']));
    const isAll = operator === 'AND_SEGMENT_OPERATOR';
    const parts = conditions.filter((condition) => condition !== undefined);
    if (!isAll && parts.length < conditions.length) return undefined;
    if (parts.length < 2) return parts[0];
    return isAll ? { all: parts } : { any: parts };
  }

  #segment(name: string, at: Path): Condition | undefined {
    if (this.#conditions.has(name)) return this.#conditions.get(name);
    const found = this.#byKey.get(name);
    if (found === undefined) throw new RefusedImportError(at, `there is no segment "${name}"`);
    const { value, path } = found;
    this.#notes.lostFields(value, path, ['key', 'name', 'description', 'constraints', 'match_type', 'matchType']);
    const constraints = list(value['constraints']).map((one, index) => constraintCondition(fields(one), [...path, 'constraints', index], this.#notes)); // prettier-ignore
    const isAny = scalarText(value['match_type'] ?? value['matchType']).startsWith('ANY');
    const when: Condition | undefined = constraints.length < 2 ? constraints[0] : isAny ? { any: constraints } : { all: constraints }; // prettier-ignore
    const condition = when && this.#named(name, when, path, text(field(value, 'description')));
    this.#conditions.set(name, condition);
    return condition;
  }

  #named(name: string, when: Condition, path: Path, description: string | undefined): Condition {
    const key = isKey(name) ? name : toKey(name);
    const own = key === undefined ? undefined : this.#own.get(key);
    const isTaken = key === undefined || (this.#used.has(key) && this.#used.get(key)?.path !== path);
    if (isTaken || (own !== undefined && conditionKey(own) !== conditionKey(when))) {
      this.#notes.lost(path, `the segment "${name}" is written out in each flag: ${isTaken ? 'its name cannot be a key here' : 'the project has another one of this name'}`); // prettier-ignore
      return when;
    }
    if (key !== name) this.#notes.lost(path, `the segment "${name}" is called "${key}" here`);
    const long = description !== undefined && [...description].length >= 10 ? description : undefined;
    this.#used.set(key, own === undefined ? { key, path, description: long, when } : undefined);
    return { segment: key };
  }
}
