import { environmentFlags, type EnvironmentFlag } from './environment-flag.ts';
import type { ExportInput } from './exported.ts';
import { Predicates } from './predicate.ts';
import { UnsupportedError, type Statement } from './statement.ts';

/** What a flag becomes; `approximate` holds what is not exact about it. */
export interface TranslatedFlag<Written> {
  readonly written: Written;
  readonly approximate: readonly string[];
}

/**
 * Translates flags one by one for an engine that shares nothing between them.
 * @param translate throws UnsupportedError for a flag that the engine cannot say
 */
export function translateFlags<Written>(
  { keys, definitions, environment, now }: ExportInput,
  translate: (flag: EnvironmentFlag, predicates: Predicates) => TranslatedFlag<Written>,
): { readonly written: ReadonlyMap<string, Written>; readonly statements: readonly Statement[] } {
  const flags = environmentFlags(definitions, environment, now);
  const predicates = new Predicates(flags, definitions.segments);
  const written = new Map<string, Written>();
  const statements = keys.map((key): Statement => {
    try {
      const translated = translate(flags.get(key)!, predicates);
      written.set(key, translated.written);
      const reasons = translated.approximate;
      return { key, support: reasons.length === 0 ? 'exact' : 'approximate', reasons };
    } catch (error) {
      if (!(error instanceof UnsupportedError)) throw error;
      return { key, support: 'unsupported', reasons: [error.message] };
    }
  });
  return { written, statements };
}
