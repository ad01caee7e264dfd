import type { Condition, Json } from '../evaluate/definition.ts';

/** A snapshot as it is sent and stored: `schemas/output/snapshot.schema.json`. */
export interface SnapshotDocument {
  readonly format: 1;
  readonly project: string;
  readonly environment: string;
  readonly version: number;
  readonly commit: string;
  readonly previous: string | null;
  readonly author: string;
  readonly committedAt: string;
  readonly digest: string;
  readonly context: ContextDocument | null;
  readonly flags: Readonly<Record<string, FlagDocument>>;
  readonly segments: Readonly<Record<string, { readonly when: Condition }>>;
}

/** What evaluation contexts hold, by the manifest. */
export interface ContextDocument {
  readonly unknown?: 'allow' | 'warn' | 'drop';
  readonly attributes?: Readonly<Record<string, AttributeDocument>>;
}

export interface AttributeDocument {
  readonly type: 'string' | 'number' | 'boolean' | 'semver' | 'date' | 'list';
  /** In UTF-16 units. */
  readonly maxLength?: number;
  readonly normalize?: 'upper-case' | 'lower-case';
  readonly personal?: boolean;
}

/** How a flag is kept fresh. */
export type Delivery = 'always-fresh' | 'cache-first' | 'background-refresh';

export interface FlagDocument {
  readonly type?: string;
  readonly owner?: string;
  readonly criticality: 'low' | 'medium' | 'high' | 'critical';
  readonly expires?: string;
  readonly delivery: Delivery;
  readonly variants: Readonly<Record<string, Json>>;
  readonly off: string;
  readonly onFailure: string;
  readonly enabled: boolean;
  readonly prerequisites?: readonly { readonly flag: string; readonly variant?: readonly string[] }[];
  readonly bucketBy?: readonly string[];
  readonly seed?: string;
  readonly rules?: readonly RuleDocument[];
  readonly targeting?: unknown;
  readonly otherwise?: ServingDocument;
}

interface RuleDocument {
  readonly name: string;
  readonly when?: Condition;
  readonly from?: string;
  readonly until?: string;
  readonly serve: ServingDocument;
}

/** A variant, or weights in their order, which decides who is in which part. */
export type ServingDocument = string | readonly (readonly [variant: string, weight: number])[];
