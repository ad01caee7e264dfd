import { FliptClient } from '@flipt-io/flipt-client-js';
import type { FliptConstraint } from '../../src/export/flipt/constraints.ts';
import type { FliptFeatures, FliptFlag } from '../../src/export/flipt/flipt.ts';

/** What Flipt's own engine, compiled to WebAssembly, makes of a features file. */
export interface FliptEngine {
  /** The key of the variant with its value, or the value of a boolean flag; undefined where nothing matched. */
  evaluate(flag: FliptFlag, entityId: string, context: Readonly<Record<string, string>>): unknown;
}

/** Gives the engine the flags as Flipt's server sends them to its clients. */
export async function fliptEngine(features: FliptFeatures): Promise<FliptEngine> {
  const body = JSON.stringify(clientState(features));
  const fetcher = async (): Promise<Response> => new Response(body, { status: 200, headers: { ETag: 'one' } });
  const client = await FliptClient.init({ url: 'http://localhost', updateInterval: 0, fetcher });
  return {
    evaluate({ key: flagKey, type }, entityId, context) {
      if (type === 'BOOLEAN_FLAG_TYPE') return client.evaluateBoolean({ flagKey, entityId, context }).enabled;
      const { match, variantKey, variantAttachment } = client.evaluateVariant({ flagKey, entityId, context });
      return match ? { variant: variantKey, value: JSON.parse(variantAttachment) as unknown } : undefined;
    },
  };
}

function clientState({ flags, segments }: FliptFeatures): object {
  const byKey = new Map(
    segments.map(({ key, constraints = [] }) => [
      key,
      {
        key,
        name: key,
        description: '',
        matchType: 'ALL_SEGMENT_MATCH_TYPE',
        constraints: constraints.map(clientConstraint),
      },
    ]),
  );
  const segment = ({ keys }: { readonly keys: readonly string[] }): object => ({
    segmentOperator: 'OR_SEGMENT_OPERATOR',
    segments: keys.map((key) => byKey.get(key)!),
  });
  return {
    namespace: { key: 'default' },
    flags: flags.map(({ rules = [], rollouts = [], variants = [], ...flag }) => ({
      ...flag,
      description: flag.description ?? '',
      rules: rules.map((rule, at) => ({
        id: String(at),
        rank: at + 1,
        ...segment(rule.segment),
        distributions: rule.distributions.map(({ variant, rollout }) => ({
          id: variant,
          ruleId: String(at),
          variantId: variant,
          variantKey: variant,
          variantAttachment: JSON.stringify(variants.find(({ key }) => key === variant)!.attachment),
          rollout,
        })),
      })),
      rollouts: rollouts.map((rollout, at) =>
        'threshold' in rollout
          ? { type: 'THRESHOLD_ROLLOUT_TYPE', rank: at + 1, threshold: rollout.threshold }
          : {
              type: 'SEGMENT_ROLLOUT_TYPE',
              rank: at + 1,
              segment: { value: rollout.segment.value, ...segment(rollout.segment) },
            },
      ),
    })),
  };
}

/** Clients are sent other names for the types of comparisons than files have. */
const clientConstraint = ({ type, ...constraint }: FliptConstraint): object => ({
  type: type.replace('_COMPARISON_TYPE', '_CONSTRAINT_COMPARISON_TYPE'),
  ...constraint,
});
