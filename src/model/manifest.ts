import { parseDuration } from '../evaluate/dates.ts';
import { readContext, type ContextDeclaration } from './context.ts';
import { keyStyles, type KeyStyle } from './key.ts';
import { field, fields, list, ownFields, text, texts, type Fields } from './read.ts';

/** `flagwright.yaml` with every default filled in. */
export interface Manifest {
  readonly file: string;
  /** In promotion order, lowest first; `undefined` where the file does not say, so that nothing can be unknown. */
  readonly environments: readonly Environment[] | undefined;
  /** How keys are written; `undefined`: in any way. */
  readonly keys: KeyStyle | undefined;
  /** By flag type, the built-in ones first. */
  readonly lifecycle: Readonly<Record<string, TypeLimits>>;
  /** How often `expires` may be moved later. */
  readonly maxExtensions: number;
  /** Milliseconds: the option `after` of `stale-flag`, or else that of `lifecycle`. */
  readonly staleAfter: number;
  /** Milliseconds: the option `within` of `expiring-soon`; without it the `warn` of each type counts. */
  readonly expiringWithin: number | undefined;
  /** Rule id → setting as written. */
  readonly rules: Readonly<Record<string, unknown>>;
  /** What evaluation contexts hold; absent where that is not declared. */
  readonly context: ContextDeclaration | undefined;
  readonly code: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly aliases: readonly string[];
    /** Functions that are given a key, and kits of which that is known. */
    readonly calls: readonly string[];
  };
}

export interface Environment {
  readonly name: string;
  readonly critical: boolean;
}

/** What a type of flags stands for; times in milliseconds. */
export interface TypeLimits {
  /** The built-in type that flags of this one behave as: a built-in type itself. */
  readonly like: string;
  /** The longest a flag may live from `created`; absent for types that are reviewed instead. */
  readonly maxAge?: number | undefined;
  /** How often a flag is to be reviewed at the latest; absent for types that expire. */
  readonly review?: number | undefined;
  /** How long before its end a flag is warned of. */
  readonly warn: number;
}

const day = 86_400_000;

/** The limits of format.md's table of types. */
const defaultLifecycle: Readonly<Record<string, TypeLimits>> = {
  release: { like: 'release', maxAge: 90 * day, warn: 14 * day },
  experiment: { like: 'experiment', maxAge: 60 * day, warn: 14 * day },
  migration: { like: 'migration', maxAge: 180 * day, warn: 14 * day },
  ops: { like: 'ops', review: 180 * day, warn: 14 * day },
  'kill-switch': { like: 'kill-switch', review: 180 * day, warn: 14 * day },
  permission: { like: 'permission', review: 365 * day, warn: 14 * day },
};

/** The kits whose calls are looked at where the manifest does not say. */
const defaultCalls: readonly string[] = ['openfeature', 'launchdarkly', 'unleash'];

/** Takes from a manifest's value what is well-formed, and fills in the defaults. */
export function readManifest(file: string, value: unknown): Manifest {
  const manifest = fields(value);
  const lifecycle = fields(manifest.lifecycle);
  const environments = Object.entries(fields(manifest.environments)).map(([name, environment]) => ({
    name,
    critical: fields(environment).critical === true,
  }));
  const { max } = fields(lifecycle.extensions);
  const code = fields(manifest.code);
  return {
    file,
    environments: environments.length > 0 ? environments : undefined,
    keys: keyStyles.find((style) => style === manifest.keys),
    lifecycle: readTypes(lifecycle),
    maxExtensions: typeof max === 'number' ? max : 2,
    staleAfter: duration(optionsOf(manifest, 'stale-flag').after) ?? duration(lifecycle.staleAfter) ?? 60 * day,
    expiringWithin: duration(optionsOf(manifest, 'expiring-soon').within),
    rules: fields(manifest.rules),
    context: readContext(manifest.context),
    code: {
      include: texts(code.include),
      exclude: texts(code.exclude),
      aliases: texts(code.aliases),
      calls: code.calls === undefined ? defaultCalls : texts(code.calls),
    },
  };
}

/** The built-in types with the limits written for them, and the project's own with those of the type they are like. */
function readTypes(lifecycle: Fields): Manifest['lifecycle'] {
  const types = new Map(
    Object.entries(defaultLifecycle).map(([type, defaults]) => [type, readLimits(fields(lifecycle[type]), defaults)]),
  );
  const builtIn = new Map(types);
  for (const [type, value] of Object.entries(lifecycle)) {
    const own = fields(value);
    const model = builtIn.has(type) ? undefined : builtIn.get(text(own.like) ?? '');
    if (model) types.set(type, readLimits(own, model));
  }
  return ownFields([...types]);
}

function readLimits(own: Fields, defaults: TypeLimits): TypeLimits {
  return {
    ...defaults,
    ...(defaults.maxAge !== undefined && { maxAge: duration(own.maxAge) ?? defaults.maxAge }),
    ...(defaults.review !== undefined && { review: duration(own.review) ?? defaults.review }),
    warn: duration(own.warn) ?? defaults.warn,
  };
}

/** The built-in type that flags of a type behave as; `undefined` for a type that the project does not have. */
export function likeOf(type: string | undefined, { lifecycle }: Pick<Manifest, 'lifecycle'>): string | undefined {
  return type !== undefined && Object.hasOwn(lifecycle, type) ? lifecycle[type]?.like : undefined;
}

/** The options that a manifest gives a rule. */
function optionsOf(manifest: Fields, rule: string): Fields {
  return fields(list(field(fields(manifest.rules), rule))[1]);
}

function duration(value: unknown): number | undefined {
  return text(value) === undefined ? undefined : parseDuration(value as string);
}
