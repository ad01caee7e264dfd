import type {
  Condition,
  EnvironmentBlock,
  FlagDefinition,
  Json,
  SegmentDefinition,
  TargetingRule,
  Weights,
} from '../../evaluate/definition.ts';
import { flagFacts } from '../facts.ts';

/** What services need to know of a flag in one environment. Nothing in it depends on another file. */
export interface SnapshotFlag {
  readonly type: string | undefined;
  readonly owner: string | undefined;
  readonly criticality: string;
  readonly expires: string | undefined;
  readonly delivery: string;
  readonly variants: Readonly<Record<string, Json>>;
  readonly off: string;
  readonly onFailure: string;
  readonly enabled: boolean;
  /** What follows is of an enabled flag alone. */
  readonly prerequisites?: readonly { readonly flag: string; readonly variant?: readonly string[] | undefined }[];
  readonly bucketBy?: readonly string[];
  readonly seed?: string;
  readonly rules?: readonly SnapshotRule[] | undefined;
  readonly targeting?: unknown;
  readonly otherwise?: SnapshotServing;
}

interface SnapshotRule {
  readonly name: string;
  readonly when: Condition | undefined;
  readonly from: string | undefined;
  readonly until: string | undefined;
  readonly serve: SnapshotServing;
}

/** A variant, or weights in their order, which is meaning: names of objects are sorted here. */
type SnapshotServing = string | readonly (readonly [variant: string, weight: number])[];

export interface SnapshotSegment {
  readonly when: Condition;
}

const booleanVariants: SnapshotFlag['variants'] = { on: true, off: false };

/** @param definition of a flag that passes lint */
export function snapshotFlag(definition: FlagDefinition, environment: string): SnapshotFlag {
  const { type, owner, criticality, expires, delivery } = flagFacts(definition);
  const { variants = booleanVariants, off = 'off', onFailure = off } = definition;
  const flag = { type, owner, criticality, expires, delivery, variants, off, onFailure };
  const block = blockOf(definition, environment);
  if (block?.enabled !== true) return { ...flag, enabled: false };
  const { rules = [], targeting, otherwise = 'on' } = block;
  const { prerequisites = [], bucketBy = 'targetingKey', seed = definition.key } = definition;
  return {
    ...flag,
    enabled: true,
    prerequisites: prerequisites.map(({ flag: needed, variant }) => ({
      flag: needed,
      variant: variant === undefined ? undefined : [variant].flat(),
    })),
    bucketBy: [bucketBy].flat(),
    seed,
    rules: targeting === undefined ? rules.map(snapshotRule) : undefined,
    targeting,
    otherwise: serving(otherwise),
  };
}

export const snapshotSegment = ({ when }: SegmentDefinition): SnapshotSegment => ({ when });

function snapshotRule({ name, when, from, until, serve }: TargetingRule): SnapshotRule {
  return { name, when, from, until, serve: serving(serve) };
}

const serving = (serve: string | Weights): SnapshotServing =>
  typeof serve === 'string' ? serve : Object.entries(serve);

/** Files of the past may hold anything. */
function blockOf({ environments = {} }: Partial<FlagDefinition>, environment: string): EnvironmentBlock | undefined {
  if (!Object.hasOwn(environments, environment)) return undefined;
  const block = environments[environment];
  return typeof block === 'boolean' ? { enabled: block } : block;
}
