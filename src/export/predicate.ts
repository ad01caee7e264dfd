import type { AttributeTest, Condition, SegmentDefinition, Weights } from '../evaluate/definition.ts';
import type { EnvironmentFlag, EnvironmentPrerequisite } from './environment-flag.ts';
import { attempt, nameOfPrerequisite, settlePrerequisites } from './settle-prerequisites.ts';
import { UnsupportedError } from './statement.ts';

/** A condition without segments and without what is always the same: for engines that share nothing between flags. */
export type Predicate =
  | boolean
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate }
  | AttributeTest;

/** Parts of one rule with everything written out. */
const mostParts = 1000;

/** Turns the conditions of flags into predicates. */
export class Predicates {
  readonly #flags: ReadonlyMap<string, EnvironmentFlag>;
  readonly #segments: ReadonlyMap<string, SegmentDefinition>;
  readonly #met = new Map<string, Predicate | UnsupportedError>();
  #left = mostParts;

  constructor(flags: ReadonlyMap<string, EnvironmentFlag>, segments: ReadonlyMap<string, SegmentDefinition>) {
    this.#flags = flags;
    this.#segments = segments;
  }

  /** @throws UnsupportedError if it is too large with everything written out */
  of(condition: Condition | undefined): Predicate {
    this.#left = mostParts;
    return condition === undefined ? true : this.#translate(condition);
  }

  /**
   * Whether all prerequisites of a flag are met.
   * @throws UnsupportedError if that depends on more than attributes, or is too large
   */
  prerequisites(flag: EnvironmentFlag): Predicate {
    settlePrerequisites(flag, {
      flags: this.#flags,
      isKnown: (name) => this.#met.has(name),
      settle: (name, prerequisite, needed) => {
        this.#met.set(
          name,
          attempt(needed.key, () => bounded(this.#serves(needed, prerequisite))),
        );
      },
    });
    return bounded(this.#together(flag.prerequisites));
  }

  #together(prerequisites: readonly EnvironmentPrerequisite[]): Predicate {
    return allOf(
      prerequisites.map((prerequisite) => {
        const met = this.#flags.has(prerequisite.flag) && this.#met.get(nameOfPrerequisite(prerequisite))!;
        if (met instanceof UnsupportedError) throw met;
        return met;
      }),
    );
  }

  #serves(flag: EnvironmentFlag, { wanted }: EnvironmentPrerequisite): Predicate {
    if (flag.broken !== undefined) return false;
    const isWanted = (name: string): boolean => wanted?.includes(name) ?? name !== flag.off;
    if (!flag.enabled) return isWanted(flag.off);
    if (flag.targeting !== undefined) throw new UnsupportedError('raw JsonLogic cannot be part of another flag');
    const served = (serve: string | Weights): boolean => {
      if (typeof serve === 'string') return isWanted(serve);
      throw new UnsupportedError('its split cannot be part of another flag');
    };
    let predicate: Predicate = served(flag.otherwise);
    for (const rule of flag.rules.toReversed()) {
      refuseSchedule(rule);
      const when = this.of(rule.when);
      predicate = served(rule.serve) ? anyOf([when, predicate]) : allOf([negated(when), predicate]);
    }
    const needs = this.#together(flag.prerequisites);
    return isWanted(flag.off) ? anyOf([negated(needs), predicate]) : allOf([needs, predicate]);
  }

  #translate(condition: Condition): Predicate {
    if (--this.#left < 0) throw tooLarge();
    if ('all' in condition) return allOf(condition.all.map((part) => this.#translate(part)));
    if ('any' in condition) return anyOf(condition.any.map((part) => this.#translate(part)));
    if ('not' in condition) return negated(this.#translate(condition.not));
    if ('segment' in condition) return this.#translate(this.#segments.get(condition.segment)!.when);
    return condition.in?.length === 0 ? false : condition;
  }
}

const tooLarge = (): UnsupportedError =>
  new UnsupportedError(`a rule has more than ${mostParts} parts when everything is written out`);

/** @throws UnsupportedError if the predicate is too large */
function bounded(predicate: Predicate): Predicate {
  let left = mostParts;
  const open = [predicate];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (--left < 0) throw tooLarge();
    if (typeof next !== 'object') continue;
    if ('not' in next) open.push(next.not);
    else if ('all' in next) open.push(...next.all);
    else if ('any' in next) open.push(...next.any);
  }
  return predicate;
}

/** @throws UnsupportedError for a rule that holds only for a time */
export function refuseSchedule({
  name,
  from,
  until,
}: {
  readonly name: string;
  readonly from: number;
  readonly until: number;
}): void {
  if (from !== -Infinity || until !== Infinity) throw new UnsupportedError(`rule ${name} has a schedule`);
}

export function negated(predicate: Predicate): Predicate {
  if (typeof predicate === 'boolean') return !predicate;
  return 'not' in predicate ? predicate.not : { not: predicate };
}

function allOf(parts: readonly Predicate[]): Predicate {
  const flat = parts.flatMap((part) => (typeof part === 'object' && 'all' in part ? part.all : [part]));
  if (flat.includes(false)) return false;
  // A flag that several ways lead to is said once.
  const left = [...new Set(flat)].filter((part) => part !== true);
  return left.length <= 1 ? (left[0] ?? true) : { all: left };
}

function anyOf(parts: readonly Predicate[]): Predicate {
  const flat = parts.flatMap((part) => (typeof part === 'object' && 'any' in part ? part.any : [part]));
  if (flat.includes(true)) return true;
  const left = [...new Set(flat)].filter((part) => part !== false);
  return left.length <= 1 ? (left[0] ?? false) : { any: left };
}
