import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { field, fields, list, text, type Fields } from '../../model/read.ts';
import type { SourceEnvironments } from '../source-environments.ts';
import { scalarNumber, scalarText } from '../scalars.ts';

/** A part of the source and where it is. */
export interface UnleashPart {
  readonly value: Fields;
  readonly path: Path;
}

/** A feature in one environment of the project. */
export interface FeatureState {
  readonly environment: string;
  readonly enabled: boolean;
  readonly strategies: readonly UnleashPart[];
  readonly variants: readonly UnleashPart[];
}

export interface Feature extends UnleashPart {
  readonly key: string;
  readonly states: readonly FeatureState[];
  readonly dependencies: readonly UnleashPart[];
  readonly tags: readonly UnleashPart[];
}

export interface UnleashState {
  readonly features: readonly Feature[];
  /** By their ids. */
  readonly segments: ReadonlyMap<string, UnleashPart>;
  /** Environments of the source that are not imported. */
  readonly left: ReadonlyMap<string, Path>;
}

/**
 * Both formats of Unleash in one shape: what its clients get, which is of one environment, and what it exports.
 * @throws UserError if it is neither
 */
export function readState(value: unknown, environments: SourceEnvironments): UnleashState {
  const state = fields(value);
  if (!Array.isArray(field(state, 'features'))) {
    throw new UserError('this is not a state of Unleash: there is no list of "features"', 'name the file that Unleash exported'); // prettier-ignore
  }
  const features = parts(state, 'features');
  const segments = new Map(parts(state, 'segments').map((part) => [scalarText(field(part.value, 'id')), part]));
  const isExport = ['featureStrategies', 'featureEnvironments'].some((name) => Array.isArray(field(state, name)));
  const read = isExport ? exported(state, features, environments) : served(features, environments);
  return { segments, ...read };
}

function served(features: readonly UnleashPart[], { all }: SourceEnvironments): Omit<UnleashState, 'segments'> {
  const read = features.map(({ value, path }): Feature => {
    const inside = (name: string): readonly UnleashPart[] => parts(value, name, path);
    const state = { enabled: field(value, 'enabled') === true, strategies: inside('strategies'), variants: inside('variants') }; // prettier-ignore
    return {
      key: text(field(value, 'name')) ?? '',
      value,
      path,
      states: all.map((environment) => ({ ...state, environment })),
      dependencies: inside('dependencies'),
      tags: inside('tags'),
    };
  });
  return { features: read, left: new Map() };
}

function exported(
  state: Fields,
  features: readonly UnleashPart[],
  environments: SourceEnvironments,
): Omit<UnleashState, 'segments'> {
  // prettier-ignore
  const of = (name: string, owner: string): ((feature: string) => readonly UnleashPart[]) => {
    const grouped = new Map<string, UnleashPart[]>();
    for (const part of parts(state, name)) {
      const feature = text(field(part.value, owner)) ?? '';
      const known = grouped.get(feature);
      if (known === undefined) grouped.set(feature, [part]);
      else known.push(part);
    }
    return (feature) => grouped.get(feature) ?? [];
  };
  const strategiesOf = of('featureStrategies', 'featureName');
  const environmentsOf = of('featureEnvironments', 'featureName');
  const tagsOf = of('featureTags', 'featureName');
  const dependenciesOf = of('dependencies', 'feature');
  const left = new Map<string, Path>();
  const read = features.map(({ value, path }): Feature => {
    const key = text(field(value, 'name')) ?? '';
    const states = environmentsOf(key).flatMap((part): FeatureState[] => {
      const theirs = text(field(part.value, 'environment')) ?? '';
      const environment = environments.target(theirs);
      if (environment === undefined) left.set(theirs, left.get(theirs) ?? [...part.path, 'environment']);
      if (environment === undefined) return [];
      // An export of one environment does not repeat it in the strategies.
      const isHere = ({ value: strategy }: UnleashPart): boolean => [undefined, theirs].includes(text(field(strategy, 'environment'))); // prettier-ignore
      const order = ({ value: strategy }: UnleashPart): number => scalarNumber(field(strategy, 'sortOrder') ?? 0) || 0;
      const strategies = strategiesOf(key).filter(isHere).sort((a, b) => order(a) - order(b)); // prettier-ignore
      const own = parts(part.value, 'variants', part.path);
      const variants = own.length > 0 ? own : parts(value, 'variants', path);
      return [{ environment, enabled: field(part.value, 'enabled') === true, strategies, variants }];
    });
    const dependencies = dependenciesOf(key).flatMap((part) => parts(part.value, 'dependencies', part.path));
    return { key, value, path, states, dependencies, tags: tagsOf(key) };
  });
  return { features: read, left };
}

function parts(owner: Fields, name: string, path: Path = []): readonly UnleashPart[] {
  return list(field(owner, name)).map((value, index) => ({ value: fields(value), path: [...path, name, index] }));
}
