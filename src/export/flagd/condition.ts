import type { Condition, SegmentDefinition } from '../../evaluate/definition.ts';
import { UnsupportedError } from '../statement.ts';
import { attributeTest } from './attribute-test.ts';
import { all, any, not, shared, type Logic } from './logic.ts';

/** Segments that use each other, one in the other. */
const mostLevels = 100;

/** Translates conditions; each segment once. The parser bounds how deep they are nested. */
export class Conditions {
  readonly #segments: ReadonlyMap<string, SegmentDefinition>;
  readonly #translated = new Map<string, Logic | UnsupportedError>();
  #level = 0;

  constructor(segments: ReadonlyMap<string, SegmentDefinition>) {
    this.#segments = segments;
  }

  /** @throws UnsupportedError if flagd cannot say it */
  translate(condition: Condition): Logic {
    if ('all' in condition) return all(condition.all.map((part) => this.translate(part)));
    if ('any' in condition) return any(condition.any.map((part) => this.translate(part)));
    if ('not' in condition) return not(this.translate(condition.not));
    if ('segment' in condition) return this.#segment(condition.segment);
    return attributeTest(condition);
  }

  #segment(key: string): Logic {
    let logic = this.#translated.get(key);
    if (logic === undefined) {
      if (this.#level === mostLevels) throw new UnsupportedError(`segments are nested more than ${mostLevels} deep`);
      this.#level++;
      try {
        logic = shared(`segment ${key}`, this.translate(this.#segments.get(key)!.when));
      } catch (error) {
        if (!(error instanceof UnsupportedError)) throw error;
        const isNamed = error.message.startsWith('segment ');
        logic = isNamed ? error : new UnsupportedError(`segment ${key}: ${error.message}`);
      } finally {
        this.#level--;
      }
      this.#translated.set(key, logic);
    }
    if (logic instanceof UnsupportedError) throw logic;
    return logic;
  }
}
