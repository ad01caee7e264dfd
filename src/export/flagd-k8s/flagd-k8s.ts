import { blockYaml } from '../block-yaml.ts';
import { sortedByName } from '../canonical-json.ts';
import type { EngineExport, ExportInput } from '../exported.ts';
import { exportFlagd } from '../flagd/flagd.ts';

/**
 * The flags of an environment as a FeatureFlag resource: the same as for flagd, without metadata of flags, for which the
 * resource has no place. The commit is an annotation.
 */
export function flagdResource(input: ExportInput): EngineExport {
  const { set, statements } = exportFlagd(input);
  const { commit, uncommitted } = input.source;
  const flags = Object.entries(set.flags).map(([key, { state, defaultVariant, targeting, variants }]) => [
    key,
    { defaultVariant, state, targeting, variants: sortedByName(variants) },
  ]);
  const annotations = {
    ...(commit !== undefined && { 'flagwright/commit': commit }),
    ...(uncommitted && { 'flagwright/uncommitted': 'true' }),
  };
  const resource = {
    apiVersion: 'core.openfeature.dev/v1beta1',
    kind: 'FeatureFlag',
    metadata: {
      name: `flags-${resourceName(input.environment)}`,
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    spec: { flagSpec: { $evaluators: set.$evaluators, flags: Object.fromEntries(flags) as object } },
  };
  return { document: blockYaml(resource), statements };
}

/** What Kubernetes allows in the name of a resource: small letters, digits, and dashes between them. */
function resourceName(environment: string): string {
  return environment.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 200); // prettier-ignore
}
