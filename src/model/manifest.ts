import { parseDuration } from '../evaluate/dates.ts';
import { fields, text, texts } from './read.ts';

/** `flagwright.yaml` with every default filled in. */
export interface Manifest {
  readonly file: string;
  /** In promotion order, lowest first; `undefined` where the file does not say, so that nothing can be unknown. */
  readonly environments: readonly Environment[] | undefined;
  /** By flag type, in milliseconds. */
  readonly lifecycle: Readonly<Record<string, TypeLimits>>;
  /** How often `expires` may be moved later. */
  readonly maxExtensions: number;
  /** Milliseconds. */
  readonly staleAfter: number;
  /** Rule id → setting as written. */
  readonly rules: Readonly<Record<string, unknown>>;
  readonly code: {
    readonly include: readonly string[];
    readonly exclude: readonly string[];
    readonly aliases: readonly string[];
  };
}

export interface Environment {
  readonly name: string;
  readonly critical: boolean;
}

export interface TypeLimits {
  /** The longest a flag may live from `created`; absent for types that are reviewed instead. */
  readonly maxAge?: number | undefined;
  /** How often a flag is to be reviewed at the latest; absent for types that expire. */
  readonly review?: number | undefined;
  /** How long before its end a flag is warned of. */
  readonly warn: number;
}

const day = 86_400_000;

/** The limits of format.md's table of types. */
export const defaultLifecycle: Readonly<Record<string, TypeLimits>> = {
  release: { maxAge: 90 * day, warn: 14 * day },
  experiment: { maxAge: 60 * day, warn: 14 * day },
  migration: { maxAge: 180 * day, warn: 14 * day },
  ops: { review: 180 * day, warn: 14 * day },
  'kill-switch': { review: 180 * day, warn: 14 * day },
  permission: { review: 365 * day, warn: 14 * day },
};

/** Takes from a manifest's value what is well-formed, and fills in the defaults. */
export function readManifest(file: string, value: unknown): Manifest {
  const manifest = fields(value);
  const lifecycle = fields(manifest.lifecycle);
  const limits: Record<string, TypeLimits> = {};
  for (const [type, defaults] of Object.entries(defaultLifecycle)) {
    const own = fields(lifecycle[type]);
    limits[type] = {
      ...defaults,
      ...(defaults.maxAge !== undefined && { maxAge: duration(own.maxAge) ?? defaults.maxAge }),
      ...(defaults.review !== undefined && { review: duration(own.review) ?? defaults.review }),
      warn: duration(own.warn) ?? defaults.warn,
    };
  }
  const environments = Object.entries(fields(manifest.environments)).map(([name, environment]) => ({
    name,
    critical: fields(environment).critical === true,
  }));
  const { max } = fields(lifecycle.extensions);
  const code = fields(manifest.code);
  return {
    file,
    environments: environments.length > 0 ? environments : undefined,
    lifecycle: limits,
    maxExtensions: typeof max === 'number' ? max : 2,
    staleAfter: duration(lifecycle.staleAfter) ?? 60 * day,
    rules: fields(manifest.rules),
    code: { include: texts(code.include), exclude: texts(code.exclude), aliases: texts(code.aliases) },
  };
}

function duration(value: unknown): number | undefined {
  return text(value) === undefined ? undefined : parseDuration(value as string);
}
