import type { FlagDefinition, Json } from '../evaluate/definition.ts';

/** The variants of a flag that names none. */
const booleanVariants: Readonly<Record<string, Json>> = { on: true, off: false };

/** What a flag is to the code that asks for it: the same in every environment. */
export interface FlagValues {
  readonly variants: Readonly<Record<string, Json>>;
  /** What a caller should get where nothing can be evaluated. */
  readonly safeValue: Json;
}

export function flagValues({ variants = booleanVariants, off = 'off', onFailure = off }: FlagDefinition): FlagValues {
  return { variants, safeValue: variants[onFailure] ?? null };
}
