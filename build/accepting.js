// What the schemas of users' files come to where only yes or no is asked. Some say nothing of an object with unknown fields, so
// that an editor shows one mistake at a time; such an object is refused anyway, so that here they need not look at its fields.
import { isDeepStrictEqual } from 'node:util';

/**
 * A schema that accepts what another does, and is quicker to ask.
 * @param {unknown} schema
 * @param {unknown} whole the one with the definitions
 */
export function accepting(schema, whole = schema) {
  if (Array.isArray(schema)) return schema.map((item) => accepting(item, whole));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [
    key,
    key === 'enum' || key === 'const' ? value : accepting(value, whole),
  ]);
  const inner = Object.fromEntries(entries);
  if (inner.type !== 'object' || inner.additionalProperties !== false) return inner;
  const known = Object.keys(inner.properties);
  if (inner.allOf) {
    const members = inner.allOf.map((member) => unconditional(member, known, whole));
    // What another member asks for anyway need not be asked before.
    const isAsked = (condition) => members.some((member) => isDeepStrictEqual(member, condition));
    inner.allOf = members.map((member) => (member.else === undefined && isAsked(member.if) ? member.then : member));
  }
  if (inner.if === undefined) return inner;
  const isChoice = ([key]) => ['if', 'then', 'else'].includes(key);
  const fields = Object.entries(inner);
  const plain = unconditional(Object.fromEntries(fields.filter(isChoice)), known, whole);
  if (plain.if !== undefined) return inner;
  const rest = Object.fromEntries(fields.filter((field) => !isChoice(field)));
  return { ...rest, allOf: [...(inner.allOf ?? []), plain] };
}

/** A member that is asked only of objects without unknown fields, asked of all; one that nothing passes instead, not asked. */
function unconditional(member, known, whole) {
  const { if: condition, then, else: otherwise, ...rest } = member;
  if (condition === undefined || Object.keys(rest).some((key) => key !== '$comment')) return member;
  const needed = (condition.allOf ?? [condition]).filter((part) => !saysKnown(part, known, whole));
  const inner = then && unconditional(then, known, whole);
  if (inner === undefined && isDeepStrictEqual(otherwise?.type, ['null'])) return condition;
  if (otherwise !== undefined || inner === undefined) return member;
  if (needed.length === 0) return inner;
  const asked = needed.length === 1 ? needed[0] : { allOf: needed };
  const changed = (key, value) => (key === 'if' ? asked : key === 'then' ? inner : value);
  return Object.fromEntries(Object.entries(member).map(([key, value]) => [key, changed(key, value)]));
}

/** Whether a schema asks for no more than that all fields are known. */
function saysKnown(schema, known, whole) {
  const name = /^#\/definitions\/(\w+)$/.exec(schema.$ref ?? '')?.[1];
  const asked = { ...(name === undefined ? schema : whole.definitions[name]) };
  delete asked.$comment;
  return isDeepStrictEqual(asked, { type: 'object', propertyNames: { enum: known } });
}
