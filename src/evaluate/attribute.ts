import type { EvaluationContext } from './evaluation.ts';

const has = Object.hasOwn;

/** Gives an attribute's value; `undefined` if it is absent, or null. */
export type AttributeReader = (context: EvaluationContext) => unknown;

/**
 * A reader of the attribute of this name. An attribute with exactly this name comes first; otherwise the dots walk
 * into nested objects (not lists). Only own properties are found, so `constructor` is absent unless somebody sent it.
 */
export function attributeReader(name: string): AttributeReader {
  if (!name.includes('.')) return (context) => (has(context, name) ? (context[name] ?? undefined) : undefined);
  const path = name.split('.');
  return (context) => {
    if (has(context, name)) return context[name] ?? undefined;
    let value: unknown = context;
    for (const part of path) {
      if (typeof value !== 'object' || value === null || Array.isArray(value) || !has(value, part)) return undefined;
      value = (value as EvaluationContext)[part];
    }
    return value ?? undefined;
  };
}
