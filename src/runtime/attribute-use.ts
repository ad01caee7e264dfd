import type { Condition } from '../evaluate/definition.ts';
import type { EvaluationContext } from '../evaluate/evaluation.ts';
import type { SnapshotDocument } from './snapshot-document.ts';

/** One context of so many is looked at. */
const every = 64;
/** Names beyond these are not counted. */
const mostNames = 256;
/** An attribute is sent often if it is in so much of the sample. */
const often = 0.1;

/** Counts, in a sample of contexts, which attributes are sent. */
export class UsedAttribute {
  #calls = -1;
  #looked = 0;
  readonly #seen = new Map<string, number>();

  see(context: EvaluationContext): void {
    this.#calls = (this.#calls + 1) % every;
    if (this.#calls !== 0) return;
    this.#looked++;
    for (const name of namesOf(context)) {
      const count = this.#seen.get(name);
      if (count !== undefined || this.#seen.size < mostNames) this.#seen.set(name, (count ?? 0) + 1);
    }
  }

  /** Names of attributes that are sent often and that no flag looks at. */
  unused(document: SnapshotDocument): readonly string[] {
    const used = attributesOf(document);
    const names = [...this.#seen].flatMap(([name, count]) => (count >= often * this.#looked && !used.has(name) ? name : [])); // prettier-ignore
    return names.sort();
  }
}

/** A context may be anything, even something that cannot be read. */
function namesOf(context: EvaluationContext): readonly string[] {
  try {
    return Object.keys(context);
  } catch {
    return [];
  }
}

/** The attributes that decide anything, each with the object that a dotted name walks into. */
function attributesOf({ flags, segments }: SnapshotDocument): ReadonlySet<string> {
  const names = new Set(['targetingKey']);
  const add = (name: string): void => void names.add(name).add(name.split('.')[0]!);
  const open: Condition[] = Object.values(segments).map(({ when }) => when);
  for (const { rules = [], bucketBy = [], targeting } of Object.values(flags)) {
    bucketBy.forEach(add);
    open.push(...rules.flatMap(({ when }) => when ?? []));
    variablesOf(targeting, add);
  }
  for (let condition = open.pop(); condition !== undefined; condition = open.pop()) {
    if ('all' in condition) open.push(...condition.all);
    else if ('any' in condition) open.push(...condition.any);
    else if ('not' in condition) open.push(condition.not);
    else if ('attribute' in condition) add(condition.attribute);
  }
  return names;
}

/** What `var` names in JsonLogic. */
function variablesOf(logic: unknown, add: (name: string) => void): void {
  const open = [logic];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value !== 'object' || value === null) continue;
    for (const [operator, inner] of Object.entries(value)) {
      const [name]: unknown[] = [inner].flat();
      if (operator === 'var' && typeof name === 'string') add(name);
      open.push(inner);
    }
  }
}
