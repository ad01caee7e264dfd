import type { EnvironmentFlag, EnvironmentPrerequisite } from '../environment-flag.ts';
import { attempt, nameOfPrerequisite, settlePrerequisites } from '../settle-prerequisites.ts';
import { UnsupportedError } from '../statement.ts';
import type { Conditions } from './condition.ts';
import { all, any, not, shared, SharedPart, type Logic } from './logic.ts';
import { oneOfLeaf, rulesLogic } from './serving.ts';

/** No flag that people write needs as many others. */
const mostParts = 1000;

/**
 * Whether prerequisites are met, said without prerequisites: flagd has none. A prerequisite that has to serve anything but
 * its off variant needs its own prerequisites to be met, so that all of them, near and far, make one flat list in
 * which each appears once; layers of diamonds stay small.
 */
export class Prerequisites {
  readonly #flags: ReadonlyMap<string, EnvironmentFlag>;
  readonly #conditions: Conditions;
  readonly #known = new Map<string, readonly Logic[] | UnsupportedError>();

  constructor(flags: ReadonlyMap<string, EnvironmentFlag>, conditions: Conditions) {
    this.#flags = flags;
    this.#conditions = conditions;
  }

  /**
   * What must hold for all prerequisites of a flag to be met; the empty list if it has none.
   * @throws UnsupportedError if flagd cannot say it
   */
  of(flag: EnvironmentFlag): readonly Logic[] {
    settlePrerequisites(flag, {
      flags: this.#flags,
      isKnown: (name) => this.#known.has(name),
      settle: (name, prerequisite, needed) => {
        this.#known.set(
          name,
          attempt(needed.key, () => this.#met(needed, prerequisite)),
        );
      },
    });
    return this.#together(flag.prerequisites);
  }

  /** What must hold for a flag to serve a wanted variant. */
  #met(flag: EnvironmentFlag, { wanted: named }: EnvironmentPrerequisite): readonly Logic[] {
    if (flag.broken !== undefined) return [false];
    const wanted = new Set(named ?? Object.keys(flag.variants).filter((name) => name !== flag.off));
    if (!flag.enabled) return [wanted.has(flag.off)];
    if (flag.targeting !== undefined) throw new UnsupportedError('raw JsonLogic cannot be part of another flag');
    const own = rulesLogic(flag, this.#conditions, oneOfLeaf(wanted));
    const label = `flag ${flag.key} is ${[...wanted].join(' or ')}`;
    const needs = this.#together(flag.prerequisites);
    if (wanted.has(flag.off)) return [shared(label, any([not(all(needs)), own]))];
    return bounded([...needs, shared(label, own)]);
  }

  #together(prerequisites: readonly EnvironmentPrerequisite[]): readonly Logic[] {
    const parts = prerequisites.flatMap((prerequisite) => {
      if (!this.#flags.has(prerequisite.flag)) return [false];
      const known = this.#known.get(nameOfPrerequisite(prerequisite));
      if (known instanceof UnsupportedError) throw known;
      return known ?? [];
    });
    return bounded(parts);
  }
}

/** Each part once. */
function bounded(parts: readonly Logic[]): readonly Logic[] {
  if (parts.includes(false)) return [false];
  const distinct = new Map(parts.map((part) => [part instanceof SharedPart ? part.name : part, part]));
  distinct.delete(true);
  if (distinct.size > mostParts) throw new UnsupportedError(`it needs more than ${mostParts} other flags in total`);
  return [...distinct.values()];
}
