import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { isKey, toKey } from '../../model/key.ts';
import { field, fields, list, text } from '../../model/read.ts';
import { conditionKey } from '../condition-key.ts';
import type { ImportedSegment } from '../imported.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { readConstraint } from './constraints.ts';
import type { UnleashPart } from './state.ts';

/** What a use of a segment is: a condition, and constraints of time, which segments here cannot have. */
interface Use {
  readonly condition: Condition | undefined;
  readonly timed: readonly UnleashPart[];
}

/** The segments of a state; those that strategies use become segments of the project. */
export class UnleashSegments {
  readonly #byId: ReadonlyMap<string, UnleashPart>;
  readonly #own: ReadonlyMap<string, Condition>;
  readonly #notes: Notes;
  readonly #uses = new Map<string, Use>();
  readonly #made = new Map<string, ImportedSegment>();

  constructor(byId: ReadonlyMap<string, UnleashPart>, own: ReadonlyMap<string, Condition>, notes: Notes) {
    this.#byId = byId;
    this.#own = own;
    this.#notes = notes;
  }

  made(): readonly ImportedSegment[] {
    return [...this.#made.values()];
  }

  /** @throws RefusedError for a segment that is not there, or has no counterpart */
  use(id: string, at: Path): Use {
    const known = this.#uses.get(id);
    if (known !== undefined) return known;
    const segment = this.#byId.get(id);
    if (segment === undefined) throw new RefusedImportError(at, `the segment ${id} is not in the source`);
    const use = this.#read(segment, at);
    this.#uses.set(id, use);
    return use;
  }

  #read({ value, path }: UnleashPart, at: Path): Use {
    const name = text(field(value, 'name')) ?? '';
    const key = isKey(name) ? name : toKey(name);
    const own = key === undefined ? undefined : this.#own.get(key);
    if (field(value, 'constraints') === undefined) {
      // An export has the names alone.
      if (key !== undefined && own !== undefined) return { condition: { segment: key }, timed: [] };
      throw new RefusedImportError(at, `the source has no constraints of the segment "${name}", and the project has no such segment`); // prettier-ignore
    }
    const parts = list(value['constraints']).map((constraint, index): UnleashPart => ({ value: fields(constraint), path: [...path, 'constraints', index] })); // prettier-ignore
    const timed = parts.filter((part) => field(part.value, 'contextName') === 'currentTime');
    const conditions = parts.filter((part) => !timed.includes(part)).flatMap((part): Condition[] => {
      const constraint = readConstraint(part, this.#notes);
      return constraint.kind === 'condition' ? [constraint.condition] : [];
    }); // prettier-ignore
    if (conditions.length === 0) return { condition: undefined, timed };
    const when: Condition = conditions.length === 1 ? conditions[0]! : { all: conditions };
    if (timed.length > 0 || key === undefined) return { condition: when, timed };
    const isOther = own !== undefined && conditionKey(own) !== conditionKey(when);
    if (isOther || this.#made.has(key)) {
      this.#notes.lost(path, `the segment "${name}" is written out in each flag: there is another one of this name`);
      return { condition: when, timed };
    }
    if (key !== name) this.#notes.lost(path, `the segment "${name}" is called "${key}" here`);
    const description = text(field(value, 'description'));
    if (own === undefined) this.#made.set(key, { key, path, description: description && [...description].length >= 10 ? description : undefined, when }); // prettier-ignore
    return { condition: { segment: key }, timed };
  }
}
