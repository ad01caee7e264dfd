import type { Path } from '../diagnostic/diagnostic.ts';
import type { FileKind } from '../model/file-kind.ts';

/** A JSON Schema, as far as an editor has something to say of it. */
export interface Schema {
  readonly title?: string;
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema | boolean>>;
  readonly patternProperties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema | readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly defaultSnippets?: readonly Snippet[];
  readonly enumDescriptions?: readonly string[];
  readonly $ref?: string;
}

/** Something to begin with; its body is YAML as JSON, with `${1:places}` to fill in. */
export interface Snippet {
  readonly label?: string;
  readonly description?: string;
  readonly body?: unknown;
}

/** A schema and the file that its references are in. */
export interface FoundSchema {
  readonly schema: Schema;
  readonly file: string;
}

/** The schemas of the files that users write, with their descriptions. */
export class Schemas {
  private readonly loaded = new Map<string, Schema>();
  private readonly read: (file: string) => string;

  /** @param read gives the text of one by the name of its file */
  constructor(read: (file: string) => string) {
    this.read = read;
  }

  /** All schemas that say something of what is at a path. */
  at(kind: FileKind, path: Path): readonly FoundSchema[] {
    const file = `${kind}.schema.json`;
    let found = this.expand({ schema: this.load(file), file });
    for (const step of path) found = found.flatMap((one) => this.step(one, step));
    return found;
  }

  /** The first thing that they say of a path. */
  description(kind: FileKind, path: Path): string | undefined {
    return this.at(kind, path).find(({ schema }) => schema.description !== undefined)?.schema.description;
  }

  /** The fields that a mapping at a path may have, by name. */
  fields(kind: FileKind, path: Path): ReadonlyMap<string, readonly FoundSchema[]> {
    const names = new Map<string, readonly FoundSchema[]>();
    for (const { schema } of this.at(kind, path)) {
      for (const name of Object.keys(schema.properties ?? {})) {
        if (!names.has(name)) names.set(name, this.at(kind, [...path, name]));
      }
    }
    return names;
  }

  /** The fields that a mapping at a path must have. */
  required(kind: FileKind, path: Path): ReadonlySet<string> {
    return new Set(this.at(kind, path).flatMap(({ schema }) => schema.required ?? []));
  }

  private step({ schema, file }: FoundSchema, step: string | number): readonly FoundSchema[] {
    const { properties, additionalProperties, items } = schema;
    const one = typeof items === 'object' && !Array.isArray(items) ? (items as Schema) : undefined;
    const many = Array.isArray(items) ? (items as Schema[])[Number(step)] : undefined;
    const own = properties !== undefined && Object.hasOwn(properties, step) ? properties[step] : undefined;
    const found = typeof step === 'number' ? (many ?? one) : (own ?? additionalProperties);
    return typeof found === 'object' ? this.expand({ schema: found, file }) : [];
  }

  /** A schema, what it refers to, and its parts: each without the others. */
  private expand({ schema, file }: FoundSchema, depth = 0): readonly FoundSchema[] {
    const found: FoundSchema[] = [{ schema, file }];
    if (depth > 8) return found;
    if (schema.$ref !== undefined) {
      const target = this.resolve(schema.$ref, file);
      if (target) found.push(...this.expand(target, depth + 1));
    }
    for (const part of [schema.allOf, schema.anyOf, schema.oneOf].flatMap((parts) => parts ?? [])) {
      found.push(...this.expand({ schema: part, file }, depth + 1));
    }
    return found;
  }

  private resolve(reference: string, from: string): FoundSchema | undefined {
    const [name = '', pointer = ''] = reference.split('#');
    const file = name === '' ? from : name;
    let at: unknown = this.load(file);
    for (const step of pointer.split('/').filter((one) => one !== '')) {
      at = (at as Readonly<Record<string, unknown>> | undefined)?.[step];
    }
    return typeof at === 'object' && at !== null ? { schema: at, file } : undefined;
  }

  private load(file: string): Schema {
    const known = this.loaded.get(file) ?? (JSON.parse(this.read(file)) as Schema);
    this.loaded.set(file, known);
    return known;
  }
}
