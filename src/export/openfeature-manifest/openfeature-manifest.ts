import type { FlagDefinition, Json } from '../../evaluate/definition.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { EngineExport, ExportInput } from '../exported.ts';
import { flagFacts } from '../facts.ts';
import { flagValues } from '../flag-values.ts';

/** A flag in the manifest of the OpenFeature CLI. */
interface ManifestFlag {
  readonly flagType: 'boolean' | 'string' | 'integer' | 'float' | 'object';
  readonly defaultValue: Json;
  readonly description: string | undefined;
}

/**
 * The manifest from which the OpenFeature CLI generates code. The default of a flag is the value of its `onFailure`
 * variant.
 */
export function openFeatureManifest({ keys, definitions }: ExportInput): EngineExport {
  const flags = Object.fromEntries(keys.map((key) => [key, manifestFlag(definitions.flags.get(key)!)]));
  const $schema = 'https://raw.githubusercontent.com/open-feature/cli/main/schema/v0/flag-manifest.json';
  return {
    document: canonicalJson({ $schema, flags }),
    statements: keys.map((key) => ({ key, support: 'exact', reasons: [] })),
  };
}

function manifestFlag(definition: FlagDefinition): ManifestFlag {
  const { variants, safeValue } = flagValues(definition);
  return {
    flagType: typeOf(Object.values(variants)),
    defaultValue: safeValue,
    description: flagFacts(definition).description,
  };
}

/** The values of a flag are of one JSON type. */
function typeOf(values: readonly Json[]): ManifestFlag['flagType'] {
  const [first] = values;
  if (typeof first === 'number') return values.every(Number.isInteger) ? 'integer' : 'float';
  if (typeof first === 'boolean') return 'boolean';
  return typeof first === 'string' ? 'string' : 'object';
}
