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
import { conjunctions } from './constraints.ts';
import { Segments, type FliptSegment } from './segments.ts';

/** A features file of Flipt. */
export interface FliptFeatures {
  readonly version: '1.5';
  readonly namespace: { readonly key: 'default'; readonly name: 'Default' };
  readonly flags: readonly FliptFlag[];
  readonly segments: readonly FliptSegment[];
}

export interface FliptFlag {
  readonly key: string;
  readonly name: string;
  readonly type: 'BOOLEAN_FLAG_TYPE' | 'VARIANT_FLAG_TYPE';
  readonly description: string | undefined;
  /** Of a boolean flag: its value where no rollout decides. A variant flag is always enabled. */
  readonly enabled: boolean;
  /** What follows is of a variant flag. */
  readonly variants?: readonly { readonly key: string; readonly name: string; readonly attachment: Json }[];
  readonly rules?: readonly FliptRule[];
  /** Of a boolean flag. */
  readonly rollouts?: readonly FliptRollout[] | undefined;
}

interface FliptRule {
  readonly segment: SegmentReference;
  readonly distributions: readonly { readonly variant: string; readonly rollout: number }[];
}

type FliptRollout =
  | { readonly segment: SegmentReference & { readonly value: boolean } }
  | { readonly threshold: { readonly percentage: number; readonly value: boolean } };

interface SegmentReference {
  readonly keys: readonly string[];
  readonly operator: 'OR_SEGMENT_OPERATOR';
}

/** The flags and segments of an environment for Flipt. */
export function exportFlipt(input: ExportInput): Omit<EngineExport, 'document'> & { readonly features: FliptFeatures } {
  const segments = new Segments();
  const { written, statements } = translateFlags(input, (flag, predicates) =>
    fliptFlag(flag, input.definitions.flags.get(flag.key)!, predicates, segments),
  );
  const namespace = { key: 'default', name: 'Default' } as const;
  const features: FliptFeatures = { version: '1.5', namespace, flags: [...written.values()], segments: segments.all() };
  return { features, statements };
}

/** The same as the text of a file. Flipt hashes otherwise than we do, so that splits are approximate. */
export function fliptFile(input: ExportInput): EngineExport {
  const { features, statements } = exportFlipt(input);
  return { document: provenanceComment(input) + blockYaml(features), statements };
}

function fliptFlag(
  flag: EnvironmentFlag,
  definition: FlagDefinition,
  predicates: Predicates,
  segments: Segments,
): TranslatedFlag<FliptFlag> {
  if (!/^[A-Za-z0-9_,-]+$/.test(flag.key)) throw new UnsupportedError('keys of Flipt have no dots');
  const { rules, otherwise, splits } = plainRules(flag, predicates);
  if (splits && flag.bucketBy.join() !== 'targetingKey')
    throw new UnsupportedError('Flipt buckets by the targeting key alone');
  // Nothing is added to the segments of the file until the whole flag can be said.
  const conditions = rules.map(({ when }) => conjunctions(when));
  const isBoolean = Object.values(flag.variants).every((value) => typeof value === 'boolean');
  if (isBoolean && rules.some(({ serve }) => typeof serve !== 'string')) {
    throw new UnsupportedError('Flipt has no share of a segment in a boolean flag');
  }
  const references = conditions.map((some, at) => referTo(some.map((one) => segments.add(one, `${flag.key}-${rules[at]!.name}`)))); // prettier-ignore
  const { key } = flag;
  const { description } = flagFacts(definition);
  const approximate = splits ? ['its hash deals other people into the same shares, to a tenth of a percent'] : [];
  if (isBoolean) {
    const { enabled, rollouts } = booleanRollouts(flag, otherwise);
    const ofRules = rules.map(({ serve }, at) => ({ segment: { ...references[at]!, value: valueOf(flag, serve as string) } })); // prettier-ignore
    const all = [...ofRules, ...rollouts];
    const written: FliptFlag = { key, name: key, type: 'BOOLEAN_FLAG_TYPE', description, enabled, rollouts: all.length === 0 ? undefined : all }; // prettier-ignore
    return { written, approximate };
  }
  const everyone = referTo([segments.add([], 'everyone')]);
  const written: FliptFlag = {
    key,
    name: key,
    type: 'VARIANT_FLAG_TYPE',
    description,
    enabled: true,
    variants: Object.entries(flag.variants).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => ({ key: name, name, attachment: sortedByName(value) as Json })), // prettier-ignore
    rules: [...rules.map(({ serve }, at) => ({ segment: references[at]!, distributions: distributions(serve) })), { segment: everyone, distributions: distributions(otherwise) }], // prettier-ignore
  };
  return { written, approximate };
}

const referTo = (keys: readonly string[]): SegmentReference => ({ keys, operator: 'OR_SEGMENT_OPERATOR' });

const valueOf = ({ variants }: EnvironmentFlag, variant: string): boolean => variants[variant] === true;

/** What everybody gets whom no rule concerns: a value, or a share of one before the other. */
function booleanRollouts(
  flag: EnvironmentFlag,
  otherwise: string | Weights,
): { readonly enabled: boolean; readonly rollouts: readonly FliptRollout[] } {
  if (typeof otherwise === 'string') return { enabled: valueOf(flag, otherwise), rollouts: [] };
  const shares = percentages(otherwise).filter(([variant]) => valueOf(flag, variant));
  const percentage = shares.reduce((sum, [, percent]) => sum + percent, 0);
  return { enabled: false, rollouts: [{ threshold: { percentage, value: true } }] };
}

function distributions(serve: string | Weights): FliptRule['distributions'] {
  const shares = typeof serve === 'string' ? ([[serve, 100]] as const) : percentages(serve);
  return shares.map(([variant, rollout]) => ({ variant, rollout }));
}
