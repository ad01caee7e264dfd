import type { Path } from '../diagnostic/diagnostic.ts';
import { fields, field, list, ownFields, text, texts, type Fields } from './read.ts';
import { sketchOf } from './rules-sketch.ts';
import { segmentReferences, type SegmentReference } from './segment.ts';
import { defaultServing, readServings, type Serving } from './serving.ts';

export type Criticality = 'low' | 'medium' | 'high' | 'critical';

/** From least to most. */
export const criticalities: readonly string[] = ['low', 'medium', 'high', 'critical'] satisfies Criticality[];

/** The built-in types that expire; the others are reviewed. */
export const expiringTypes: readonly string[] = ['release', 'experiment', 'migration'];

/**
 * What the whole project needs to know of one flag: everything other files can depend on, and nothing
 * else. It is plain data, small enough that ten thousand of them are loaded in a blink.
 */
export interface Flag {
  readonly key: string;
  readonly file: string;
  readonly type?: string | undefined;
  readonly owner?: string | undefined;
  readonly criticality: string;
  readonly created?: string | undefined;
  /** Empty where something is there that is not text. */
  readonly expires?: string | undefined;
  readonly review?: { readonly every?: string | undefined; readonly last?: string | undefined } | undefined;
  readonly extensions: number;
  /** Those of them that say from when to when and why; absent where none does. */
  readonly reasoned?: readonly Extension[];
  readonly affects: readonly string[];
  readonly tags: readonly string[];
  readonly variants: readonly string[];
  readonly off: string;
  /** In file order; `flag` is empty where the entry is malformed. */
  readonly prerequisites: readonly PrerequisiteReference[];
  readonly conflicts: readonly string[];
  readonly fallback?: { readonly flag?: string | undefined; readonly system?: string | undefined } | undefined;
  readonly environments: Readonly<Record<string, FlagEnvironment>>;
  /** Absent where no rule uses a segment. */
  readonly sketch?: readonly string[];
  /** Where the file names a variant that the flag does not have; absent where all are known. */
  readonly unknownVariants?: readonly UnknownVariant[];
}

/** A move of `expires` for which a reason is given; dates as written. */
export interface Extension {
  readonly from: string;
  readonly until: string;
}

export interface UnknownVariant {
  readonly variant: string;
  /** Path of the name in the file: of `variants` where the flag has no off variant and names none. */
  readonly path: Path;
  /** The name is the key of a weight. */
  readonly weight?: true;
}

export interface PrerequisiteReference {
  readonly flag: string;
  /** The wanted variants; absent means any but the prerequisite's off variant. */
  readonly variants?: readonly string[] | undefined;
}

export interface FlagEnvironment {
  readonly enabled: boolean;
  /** Every variant the environment can serve by itself, with the time in which it can, in file order. */
  readonly serves: readonly Serving[];
  readonly segments: readonly SegmentReference[];
}

/** The variants of a flag that names none. */
export const booleanVariants: readonly string[] = ['on', 'off'];

/** Takes from a flag file's value what the project needs; anything malformed is passed over. */
export function readFlag(key: string, file: string, value: unknown): Flag {
  const flag = fields(value);
  const variants = 'variants' in flag ? Object.keys(fields(flag.variants)) : booleanVariants;
  const review = fields(flag.review);
  const fallback = fields(flag.fallback);
  const targeted = new Set<readonly unknown[]>();
  const environments = ownFields(
    Object.entries(fields(flag.environments)).map(([name, block]) => {
      return [name, readEnvironment(name, block, variants, targeted)];
    }),
  );
  const sketch = targeted.size > 0 ? sketchOf([...targeted], flag.bucketBy) : undefined;
  const reasoned = list(flag.extensions).flatMap(readExtension);
  const unknownVariants = variants.length > 0 ? findUnknownVariants(flag, membership(variants)) : [];
  return {
    key,
    file,
    type: text(flag.type),
    owner: text(flag.owner),
    criticality: text(flag.criticality) ?? 'medium',
    created: text(flag.created),
    expires: 'expires' in flag ? (text(flag.expires) ?? '') : undefined,
    review: flag.review === undefined ? undefined : { every: text(review.every), last: text(review.last) },
    extensions: list(flag.extensions).length,
    ...(reasoned.length > 0 && { reasoned }),
    affects: list(flag.affects).map((system) => text(system) ?? ''),
    tags: texts(flag.tags),
    variants,
    off: text(flag.off) ?? 'off',
    prerequisites: list(flag.prerequisites).map(readPrerequisite),
    conflicts: list(flag.conflicts).map((conflict) => text(fields(conflict).flag) ?? ''),
    fallback: flag.fallback === undefined ? undefined : { flag: text(fallback.flag), system: text(fallback.system) },
    environments,
    ...(sketch && { sketch }),
    ...(unknownVariants.length > 0 && { unknownVariants }),
  };
}

/** For the few variants that flags have, looking through the list is quicker than making a set. */
function membership(variants: readonly string[]): Pick<ReadonlySet<string>, 'has'> {
  return variants.length <= 8 ? { has: (variant) => variants.includes(variant) } : new Set(variants);
}

/** Collects the variants that a flag names and does not have. */
function findUnknownVariants(flag: Fields, known: Pick<ReadonlySet<string>, 'has'>): UnknownVariant[] {
  const unknown: UnknownVariant[] = [];
  const look = (serve: unknown, path: () => Path): void => {
    if (typeof serve === 'string') {
      if (!known.has(serve)) unknown.push({ variant: serve, path: path() });
      return;
    }
    for (const variant in fields(serve)) {
      if (!known.has(variant)) unknown.push({ variant, path: [...path(), variant], weight: true });
    }
  };
  if (flag.off === undefined) look('off', () => ['variants']);
  else look(text(flag.off), () => ['off']);
  look(text(flag.onFailure), () => ['onFailure']);
  for (const [name, value] of Object.entries(fields(flag.environments))) {
    const block = fields(value);
    list(block.rules).forEach((rule, index) =>
      look(fields(rule).serve, () => ['environments', name, 'rules', index, 'serve']),
    );
    look(block.otherwise, () => ['environments', name, 'otherwise']);
  }
  return unknown;
}

function readExtension(value: unknown): Extension[] {
  const { from, until, reason } = fields(value);
  const [start, end, why] = [text(from), text(until), text(reason)];
  return start !== undefined && end !== undefined && why?.trim() ? [{ from: start, until: end }] : [];
}

function readPrerequisite(value: unknown): PrerequisiteReference {
  const { flag, variant } = fields(value);
  const wanted = typeof variant === 'string' ? [variant] : texts(variant);
  return wanted.length > 0 ? { flag: text(flag) ?? '', variants: wanted } : { flag: text(flag) ?? '' };
}

/** @param targeted takes the lists of rules that use segments; what is an alias of one is the same list */
function readEnvironment(
  name: string,
  value: unknown,
  variants: readonly string[],
  targeted: Set<readonly unknown[]>,
): FlagEnvironment {
  if (typeof value === 'boolean') {
    return { enabled: value, serves: value ? defaultServing(variants) : [], segments: [] };
  }
  const block = fields(value);
  const segments: SegmentReference[] = [];
  const rules = list(block.rules);
  let index = 0;
  const pointer = (): string => `/environments/${name}/rules/${index}/when`;
  for (; index < rules.length; index++) segmentReferences(fields(rules[index]).when, pointer, segments);
  if (segments.length > 0) targeted.add(rules);
  return { enabled: block.enabled === true, serves: readServings(block, rules, variants), segments };
}

/** The block of an environment; one that is left out is disabled. */
export function environmentOf(flag: Flag, environment: string): FlagEnvironment {
  const block = field(flag.environments, environment) as FlagEnvironment | undefined;
  return block ?? { enabled: false, serves: [], segments: [] };
}
