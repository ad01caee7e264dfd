import { field, fields, list, text } from '../../model/read.ts';
import type { Condition, Json } from '../../evaluate/definition.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { nameVariants } from '../variants.ts';
import { unleashAttributeName } from './constraints.ts';
import type { UnleashPart } from './state.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

/** What a feature can serve. */
export interface FeatureVariants {
  /** Undefined for a feature that is just on or off. */
  readonly variants: Readonly<Record<string, Json>> | undefined;
  readonly off: string;
  readonly names: ReadonlyMap<string, string>;
}

const neutral: Readonly<Record<string, Json>> = { string: '', number: 0, json: {} };

/**
 * The variants of a feature: their payloads are their values, or where not all have one, their names. What Unleash serves
 * where the feature is not enabled is one more.
 * @param parts of all environments and strategies; those of one name are the same
 */
export function featureVariants(parts: readonly UnleashPart[], notes: Notes): FeatureVariants {
  if (parts.length === 0) return { variants: undefined, off: 'off', names: new Map() };
  const byName = new Map(parts.toReversed().map((part) => [text(field(part.value, 'name')) ?? '', part]));
  const distinct = [...byName].toReversed();
  const payloads = distinct.map(([, { value }]) => payloadOf(value));
  const kinds = new Set(payloads.map((payload) => payload?.kind));
  const [kind] = kinds;
  const isPayload = kinds.size === 1 && kind !== undefined;
  const entries = distinct.map(([name, part], index): [string, unknown] => {
    if (!isPayload && payloads[index]) notes.lost([...part.path, 'payload'], 'not all variants have a payload of one type, so that their names are their values'); // prettier-ignore
    return [name, isPayload ? payloads[index]!.value : name];
  });
  const off = byName.has('off') ? 'disabled' : 'off';
  if (byName.has(off)) throw new RefusedImportError(byName.get(off)!.path, `a variant is called "${off}", as the one that stands for a feature that is not enabled`); // prettier-ignore
  const offValue = isPayload ? (neutral[kind] as unknown) : 'disabled';
  const named = nameVariants([[off, offValue], ...entries], distinct[0]![1].path.slice(0, -1), notes);
  return { variants: named.variants, off, names: named.names };
}

function payloadOf(variant: UnleashPart['value']): { readonly kind: string; readonly value: unknown } | undefined {
  const { type, value } = fields(field(variant, 'payload'));
  if (typeof value !== 'string') return undefined;
  if (type === 'number') return { kind: 'number', value: scalarNumber(value) };
  if (type !== 'json') return { kind: 'string', value };
  try {
    return { kind: 'json', value: JSON.parse(value) as unknown };
  } catch {
    return { kind: 'string', value };
  }
}

/** Weights of variants by our names, in their order; undefined if there are none. */
export function weightedVariants(
  parts: readonly UnleashPart[],
  names: ReadonlyMap<string, string>,
): readonly (readonly [string, number])[] {
  // prettier-ignore
  return parts.map(({ value }) => [names.get(text(field(value, 'name')) ?? '') ?? '', scalarNumber(field(value, 'weight') ?? 0)] as const); // prettier-ignore
}

/** Those who get a variant whatever the weights are. */
export function overridesOf(
  parts: readonly UnleashPart[],
  names: ReadonlyMap<string, string>,
): readonly { readonly variant: string; readonly when: Condition }[] {
  // prettier-ignore
  return parts.flatMap(({ value }) =>
    list(value['overrides']).map((override) => {
      const { contextName, values } = fields(override);
      const attribute = unleashAttributeName(text(contextName) ?? '');
      return {
        variant: names.get(text(field(value, 'name')) ?? '') ?? '',
        when: { attribute, in: list(values).map(scalarText) },
      };
    }),
  );
}
