import type { Path } from '../../diagnostic/diagnostic.ts';
import type { Condition } from '../../evaluate/definition.ts';
import { field, fields, list, text } from '../../model/read.ts';
import { RefusedImportError, type Notes } from '../notes.ts';
import { unleashAttributeName, readConstraint } from './constraints.ts';
import type { UnleashSegments } from './segments.ts';
import type { UnleashPart } from './state.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

/** A strategy: whom it is for, and how many of them. */
export interface Term {
  readonly name: string;
  readonly path: Path;
  /** All must hold. */
  readonly conditions: readonly Condition[];
  /** Milliseconds since 1970, the end exclusive. */
  readonly from: number;
  readonly until: number;
  readonly percent: number;
  readonly groupId: string;
  /** Attributes that decide who is in the share; empty where all are. */
  readonly bucketBy: readonly string[];
  readonly variants: readonly UnleashPart[];
}

/**
 * The attributes behind a stickiness.
 * @throws RefusedError for one that is random
 */
export function bucketingOf(stickiness: string, path: Path): readonly string[] {
  if (stickiness === 'random') throw new RefusedImportError(path, 'it assigns people anew each time ("random"), which has no counterpart'); // prettier-ignore
  return stickiness === 'default' || stickiness === ''
    ? ['targetingKey', 'sessionId']
    : [unleashAttributeName(stickiness)];
}

/**
 * @param key of the feature
 * @throws RefusedError for a strategy without a counterpart
 */
export function readStrategy({ value, path }: UnleashPart, key: string, segments: UnleashSegments, notes: Notes): Term {
  const conditions: Condition[] = [];
  let [from, until] = [-Infinity, Infinity];
  const add = (part: UnleashPart): void => {
    const constraint = readConstraint(part, notes);
    if (constraint.kind === 'condition') conditions.push(constraint.condition);
    else [from, until] = [Math.max(from, constraint.from), Math.min(until, constraint.until)];
  };
  notes.lostFields(value, path, ['name', 'id', 'title', 'parameters', 'constraints', 'segments', 'variants', 'disabled', 'sortOrder', 'featureName', 'environment']); // prettier-ignore
  for (const [index, constraint] of list(value['constraints']).entries()) add({ value: fields(constraint), path: [...path, 'constraints', index] }); // prettier-ignore
  for (const [index, id] of list(value['segments']).entries()) {
    const { condition, timed } = segments.use(scalarText(id), [...path, 'segments', index]);
    if (condition !== undefined) conditions.push(condition);
    for (const part of timed) add(part);
  }
  const share = shareOf({ value, path }, key, conditions);
  const name = text(field(value, 'title')) || text(field(value, 'name')) || '';
  const variants = list(value['variants']).map((variant, index) => ({ value: fields(variant), path: [...path, 'variants', index] })); // prettier-ignore
  return { name, path, conditions, from, until, variants, ...share };
}

/** The share of a strategy; what else it asks for is added to the conditions. */
function shareOf(
  { value, path }: UnleashPart,
  key: string,
  conditions: Condition[],
): Pick<Term, 'percent' | 'groupId' | 'bucketBy'> {
  // prettier-ignore
  const at = [...path, 'parameters'];
  const parameters = fields(value['parameters']);
  const read = (name: string): string => scalarText(field(parameters, name) ?? '');
  const items = (name: string): readonly string[] => read(name).split(',').map((item) => item.trim()).filter((item) => item !== ''); // prettier-ignore
  const groupId = read('groupId') || key;
  const everyone = { percent: 100, groupId, bucketBy: [] };
  const gradual = (percentage: string, stickiness: string): Pick<Term, 'percent' | 'groupId' | 'bucketBy'> => {
    const percent = Math.min(100, Math.max(0, scalarNumber(percentage)));
    if (percentage === '' || Number.isNaN(percent)) throw new RefusedImportError(at, 'its percentage is not a number');
    if (percent === 0) return { ...everyone, percent };
    const isForAll = percent === 100 && ['default', 'random', ''].includes(stickiness);
    if (isForAll) return everyone;
    const bucketBy = bucketingOf(stickiness, at);
    if (percent < 100) return { percent, groupId, bucketBy };
    // Those without what decides are not in.
    const [attribute = ''] = bucketBy;
    conditions.push({ all: [{ attribute, exists: true }, { not: { attribute, equals: '' } }] });
    return everyone;
  };
  const name = text(field(value, 'name')) ?? '';
  switch (name) {
    case 'default':
      return everyone;
    case 'userWithId':
      conditions.push({ attribute: 'targetingKey', in: items('userIds') });
      return everyone;
    case 'remoteAddress':
      if (items('IPs').some((address) => address.includes('/'))) throw new RefusedImportError(at, 'ranges of addresses have no counterpart'); // prettier-ignore
      conditions.push({ attribute: 'remoteAddress', in: items('IPs') });
      return everyone;
    case 'flexibleRollout':
      return gradual(read('rollout'), read('stickiness') || 'default');
    case 'gradualRolloutUserId':
      return gradual(read('percentage'), 'userId');
    case 'gradualRolloutSessionId':
      return gradual(read('percentage'), 'sessionId');
    case 'gradualRolloutRandom':
      return gradual(read('percentage'), 'random');
    default:
      throw new RefusedImportError([...path, 'name'], `the strategy "${name}" has no counterpart`);
  }
}
