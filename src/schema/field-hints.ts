/** How to add a field that is missing, where more can be said than its name. */
const howToAdd: Readonly<Record<string, string>> = {
  description: 'add description: and what it does, in a sentence',
  type: 'add type: release, experiment, migration, ops, kill-switch or permission',
  like: 'add like: and the built-in type that these flags behave as, such as release or ops',
  owner: 'add owner: and the key of a team of owners.yaml',
  created: 'add created: and the day it was made, as 2026-11-22',
  environments: 'add environments: and below it, for instance, production: false',
  retire: 'add retire: and what must be true before the flag and its code are removed',
  review: 'add review: { every: 180d }',
  name: 'add name: and what it is called; diffs and explanations use it',
  serve: 'add serve: and a variant, or weights such as { on: 25, off: 75 }',
  otherwise: 'add otherwise: and what everybody else gets: a variant, or weights',
  enabled: 'add enabled: true or enabled: false',
  every: 'add every: and a duration, as 180d',
  reason: 'add reason: and why, in at least 10 characters',
  attribute: 'add attribute: and the name of the attribute to test',
  version: 'add version: 1',
  teams: 'add teams: and below it the teams by their keys',
  systems: 'add systems: and below it the systems by their keys',
  attributes: 'add attributes: and below it the attributes of contexts, each with its type: country: { type: string }',
};

export function addingHelp(field: string): string {
  return Object.hasOwn(howToAdd, field) ? (howToAdd[field] ?? '') : `add ${field}`;
}

/** What people write, from other tools or by habit, and the field they mean. */
const meantFields: Readonly<Record<string, string>> = {
  team: 'owner',
  owners: 'owner',
  maintainer: 'owner',
  expiry: 'expires',
  expiration: 'expires',
  expiresAt: 'expires',
  createdAt: 'created',
  requires: 'prerequisites',
  dependencies: 'prerequisites',
  dependsOn: 'prerequisites',
  default: 'otherwise',
  defaultVariant: 'otherwise',
  fallthrough: 'otherwise',
  rollout: 'otherwise',
  percentage: 'otherwise',
  weights: 'serve',
  variant: 'serve',
  variations: 'variants',
  if: 'when',
  condition: 'when',
  match: 'when',
  where: 'when',
  start: 'from',
  end: 'until',
  startsAt: 'from',
  endsAt: 'until',
  labels: 'tags',
  priority: 'criticality',
  severity: 'criticality',
  or: 'any',
  and: 'all',
  eq: 'equals',
  oneOf: 'in',
};

/** The field of those allowed that somebody means who writes this one. */
export function meantField(field: string, allowed: readonly string[]): string | undefined {
  const meant = Object.hasOwn(meantFields, field) ? meantFields[field] : undefined;
  return meant !== undefined && allowed.includes(meant) ? meant : undefined;
}

/** Fields of a flag that are further in, and where. */
const deeperFields: Readonly<Record<string, string>> = {
  enabled: 'an environment: environments: { production: { enabled: true } }',
  rules: 'an environment: below environments, production, rules',
  otherwise: 'an environment: below environments, production, otherwise',
  targeting: 'an environment: below environments, production, targeting',
  when: 'a rule: below environments, production, rules',
  serve: 'a rule: below environments, production, rules',
};

/** Where a field belongs that a flag has, though not at its top. */
export function deeperPlace(field: string): string | undefined {
  return Object.hasOwn(deeperFields, field) ? deeperFields[field] : undefined;
}
