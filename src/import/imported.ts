import type { Path } from '../diagnostic/diagnostic.ts';
import type { Condition, EnvironmentBlock, Json, PrerequisiteDefinition } from '../evaluate/definition.ts';
import type { SourceEnvironments } from './source-environments.ts';

/** What every importer is given beside the value of the source. */
export interface ImportInput {
  readonly environments: SourceEnvironments;
  /** The segments that the project has, so that they are known again; by key. */
  readonly segments: ReadonlyMap<string, Condition>;
  /**
   * What the project exports to the same engine, as data, where flags that are there may be changed: flags that are in both
   * the same are unchanged, whatever an import would make of them.
   */
  readonly own?: OwnExport | undefined;
}

export interface OwnExport {
  readonly value: unknown;
  /** Flags with prerequisites, which the engine cannot say, so that they are part of its targeting. */
  readonly dependent: ReadonlySet<string>;
}

/** What an importer makes of a source. */
export interface EngineImport {
  readonly flags: readonly ImportedFlag[];
  readonly segments: readonly ImportedSegment[];
  /** In the order of the source as far as possible. */
  readonly notes: readonly Note[];
  readonly movements: readonly ImportMovement[];
  /** Keys of flags that are as the project exports them. */
  readonly unchanged?: ReadonlySet<string> | undefined;
}

/**
 * Reads the flags of an engine from plain data.
 * @throws UserError if the value is not of that engine's format at all
 */
export type Importer = (value: unknown, input: ImportInput) => EngineImport;

/** A flag in our terms, without what the source does not say of it. */
export interface ImportedFlag {
  readonly key: string;
  /** Where it is in the source. */
  readonly path: Path;
  readonly facts: SourceFacts;
  /** Undefined: `on` is true, `off` is false. */
  readonly variants: Readonly<Record<string, Json>> | undefined;
  readonly off: string;
  /** Undefined where the engine has none. */
  readonly prerequisites?: readonly ImportedPrerequisite[] | undefined;
  /** The project's own prerequisites were part of what it exported, and have been taken out again. */
  readonly keepsPrerequisites?: boolean | undefined;
  readonly bucketBy?: string | readonly string[] | undefined;
  readonly seed?: string | undefined;
  /** By environments of the project. */
  readonly environments: Readonly<Record<string, boolean | EnvironmentBlock>>;
}

export interface ImportedPrerequisite extends PrerequisiteDefinition {
  readonly reason?: string | undefined;
}

/** What a flag file says beside what decides its value, where the source has it; as it is there, still unchecked. */
export interface SourceFacts {
  readonly description?: string | undefined;
  readonly type?: string | undefined;
  readonly owner?: string | undefined;
  readonly created?: string | undefined;
  readonly expires?: string | undefined;
  readonly criticality?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly links?: Readonly<Record<string, string>> | undefined;
}

export interface ImportedSegment {
  readonly key: string;
  readonly path: Path;
  readonly description: string | undefined;
  readonly when: Condition;
}

/**
 * Something that is not as it was. `refused`: the flag cannot be imported with its meaning. `changed`: it means something
 * else in some case that is named. `lost`: information that decides no value was not kept.
 */
export interface Note {
  readonly kind: 'refused' | 'changed' | 'lost';
  /** Key of the flag as the source has it; absent where it is about the source as a whole. */
  readonly flag: string | undefined;
  readonly path: Path;
  /** A sentence without a full stop. */
  readonly reason: string;
}

/** People who get another variant than before, because the source hashes in another way. */
export interface ImportMovement {
  readonly flag: string;
  readonly environment: string;
  /** The rule that splits them; absent for those whom no rule concerns. */
  readonly rule: string | undefined;
  /** Of the targeting keys 0 to `of` - 1. */
  readonly moved: number;
  readonly of: number;
}
