import type { EvaluationContext } from '../evaluate/evaluation.ts';
import { attributeReader } from '../evaluate/attribute.ts';
import type { AttributeDocument, ContextDocument } from './snapshot-document.ts';

/** How much a context may hold. */
export interface ContextBounds {
  readonly attributes: number;
  /** UTF-16 units of all names and texts; 8 for anything else. */
  readonly size: number;
  /** Levels of objects and lists, the context itself being the first. */
  readonly depth: number;
}

export const contextBounds: ContextBounds = { attributes: 64, size: 8192, depth: 4 };

const nobody: EvaluationContext = Object.freeze({});

interface Declared {
  readonly name: string;
  readonly read: (context: EvaluationContext) => unknown;
  readonly document: AttributeDocument;
}

/** Holds contexts against their bounds and what the manifest declares, and normalises them. */
export class ContextCheck {
  /** What was wrong with the last context that was refused. No value is in it. */
  problem = '';
  readonly #bounds: ContextBounds;
  readonly #declared: readonly Declared[];
  readonly #names: ReadonlySet<string> | undefined;
  readonly #unknown: 'allow' | 'warn' | 'drop';
  readonly #warn: (name: string) => void;

  /** @param warn called for each attribute that is not declared, every time */
  constructor(declaration: ContextDocument | null, bounds: ContextBounds, warn: (name: string) => void) {
    this.#bounds = bounds;
    this.#warn = warn;
    const attributes = Object.entries(declaration?.attributes ?? {});
    this.#declared = attributes.map(([name, document]) => ({ name, read: attributeReader(name), document }));
    this.#unknown = declaration === null ? 'allow' : (declaration.unknown ?? 'warn');
    // A dotted name declares the object that it walks into.
    this.#names = this.#unknown === 'allow' ? undefined : new Set(['targetingKey', ...attributes.flatMap(([name]) => [name, name.split('.')[0]!])]); // prettier-ignore
  }

  /** Whether a context is only held against its bounds, and never changed. */
  get onlyBounds(): boolean {
    return this.#names === undefined && this.#declared.length === 0;
  }

  /** The context to evaluate with, or nothing: `problem` says why. The one that is given is not changed. */
  accept(context: EvaluationContext | undefined): EvaluationContext | undefined {
    if (context === undefined || context === null) return nobody;
    try {
      if (typeof context !== 'object') return this.#refuse('the context is not an object');
      let count = 0;
      let size = 0;
      for (const name in context) {
        const value = context[name];
        if (++count > this.#bounds.attributes) return this.#refuse(`the context has more than ${this.#bounds.attributes} attributes`); // prettier-ignore
        size += name.length + (typeof value === 'string' ? value.length : typeof value === 'object' ? this.#sizeOf(value, 2) : 8); // prettier-ignore
      }
      // Not a number where an object is too deep.
      if (!(size <= this.#bounds.size)) return this.#refuse(`the context is larger than ${this.#bounds.size} characters or deeper than ${this.#bounds.depth} levels`); // prettier-ignore
      return this.onlyBounds ? context : this.#normalised(context);
    } catch {
      return this.#refuse('the context cannot be read');
    }
  }

  #normalised(context: EvaluationContext): EvaluationContext | undefined {
    let result: { [name: string]: unknown } | undefined;
    if (this.#names !== undefined) {
      for (const name of Object.keys(context)) {
        if (this.#names.has(name)) continue;
        if (this.#unknown === 'warn') this.#warn(name);
        else delete (result ??= { ...context })[name];
      }
    }
    for (const { name, read, document } of this.#declared) {
      const value = read(context);
      if (value === undefined) continue;
      const given = value instanceof Date && document.type === 'date' ? value.toISOString() : value;
      if (!isOfType(given, document)) return this.#refuse(`${name} is not a ${document.type}`);
      if (typeof given === 'string' && given.length > (document.maxLength ?? Infinity)) return this.#refuse(`${name} is longer than ${document.maxLength} characters`); // prettier-ignore
      const normal = typeof given === 'string' ? inCase(given, document.normalize) : given;
      // The whole name comes before a walk into objects, so that theirs need not be changed.
      if (normal !== value) (result ??= { ...context })[name] = normal;
    }
    return result ?? context;
  }

  /** Not a number if it is too large or too deep. What holds nothing counts too: lists of it may be long. */
  #sizeOf(value: object | null, depth: number): number {
    if (value === null || value instanceof Date) return 8;
    if (depth > this.#bounds.depth) return NaN;
    const length = Array.isArray(value) ? value.length : ArrayBuffer.isView(value) ? value.byteLength : undefined;
    if (length !== undefined && length > this.#bounds.size) return NaN;
    let size = 0;
    for (const name in value) {
      const inner: unknown = (value as EvaluationContext)[name];
      size += length === undefined ? name.length : 0;
      size += typeof inner === 'string' ? inner.length || 8 : typeof inner === 'object' ? this.#sizeOf(inner, depth + 1) : 8; // prettier-ignore
      if (!(size <= this.#bounds.size)) return NaN;
    }
    return size === 0 ? 8 : size;
  }

  #refuse(problem: string): undefined {
    this.problem = problem;
  }
}

function isOfType(value: unknown, { type }: AttributeDocument): boolean {
  switch (type) {
    case 'number':
    case 'boolean':
      return typeof value === type;
    case 'list':
      return Array.isArray(value);
    case 'date':
      return typeof value === 'string' || typeof value === 'number';
    default:
      return typeof value === 'string';
  }
}

function inCase(text: string, normalize: AttributeDocument['normalize']): string {
  if (normalize === undefined) return text;
  return normalize === 'upper-case' ? text.toUpperCase() : text.toLowerCase();
}
