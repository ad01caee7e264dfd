import type { FlagDefinition, Json, Weights } from '../../evaluate/definition.ts';
import { blockYaml } from '../block-yaml.ts';
import { sortedByName } from '../canonical-json.ts';
import type { EnvironmentFlag } from '../environment-flag.ts';
import type { EngineExport, ExportInput } from '../exported.ts';
import { flagFacts } from '../facts.ts';
import { percentages, plainRules } from '../plain-rules.ts';
import type { Predicates } from '../predicate.ts';
import { provenanceComment } from '../provenance-fields.ts';
import { UnsupportedError } from '../statement.ts';
import { translateFlags, type TranslatedFlag } from '../translate-flags.ts';
import { goffQuery } from './query.ts';

/** A flag as GO Feature Flag has it. */
interface GoffFlag {
  readonly variations: Readonly<Record<string, Json>>;
  readonly bucketingKey: string | undefined;
  readonly targeting: readonly (GoffServing & { readonly name: string; readonly query: string })[] | undefined;
  readonly defaultRule: GoffServing;
  readonly metadata: Readonly<Record<string, string>>;
}

interface GoffServing {
  readonly variation?: string;
  readonly percentage?: Readonly<Record<string, number>>;
}

/**
 * The flags of an environment for GO Feature Flag, in YAML. Its hash differs from ours, so that splits are approximate.
 */
export function goffFile(input: ExportInput): EngineExport {
  const { written, statements } = translateFlags(input, (flag, predicates) =>
    goffFlag(flag, input.definitions.flags.get(flag.key)!, predicates),
  );
  const document = `${provenanceComment(input)}${written.size === 0 ? '{}\n' : blockYaml(Object.fromEntries(written))}`;
  return { document, statements };
}

function goffFlag(flag: EnvironmentFlag, definition: FlagDefinition, predicates: Predicates): TranslatedFlag<GoffFlag> {
  const { rules, otherwise, splits } = plainRules(flag, predicates);
  const [attribute = '', ...others] = flag.bucketBy;
  if (splits && others.length > 0) throw new UnsupportedError('GO Feature Flag buckets by one attribute');
  const written: GoffFlag = {
    variations: sortedByName(flag.variants) as GoffFlag['variations'],
    bucketingKey: splits && attribute !== 'targetingKey' ? attribute : undefined,
    targeting:
      rules.length === 0
        ? undefined
        : rules.map(({ name, when, serve }) => ({ name, query: goffQuery(when), ...serving(serve) })),
    defaultRule: serving(otherwise),
    metadata: metadataOf(definition),
  };
  return { written, approximate: splits ? [splitReason(attribute)] : [] };
}

function serving(serve: string | Weights): GoffServing {
  return typeof serve === 'string' ? { variation: serve } : { percentage: Object.fromEntries(percentages(serve)) };
}

const splitReason = (attribute: string): string =>
  `its hash deals other people into the same shares; without ${attribute === 'targetingKey' ? 'a targeting key' : `a text in ${attribute}`} callers get their own default`;

function metadataOf(definition: FlagDefinition): Readonly<Record<string, string>> {
  const { description, type, owner, criticality, expires } = flagFacts(definition);
  const facts = Object.entries({ description, type, owner, criticality, expires });
  return Object.fromEntries(facts.filter((fact): fact is [string, string] => fact[1] !== undefined));
}
