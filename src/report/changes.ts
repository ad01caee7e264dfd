import type { Change } from '../meaning/change.ts';
import type { Person } from '../git/commit-info.ts';

/** A change as data; its shape is part of every schema in schemas/output/ that has changes. */
export function oneChangeJson({ kind, environment, path, before, after, position, summary }: Change): object {
  return {
    kind,
    environment: environment ?? null,
    path,
    before: before ?? null,
    after: after ?? null,
    ...(position && { position: { before: position.before ?? null, after: position.after } }),
    summary,
  };
}

export function personJson({ name, email }: Person): object {
  return { name, email };
}

/**
 * Changes as people want them: what came, went or moved first, then by environment, the highest first, then the rest.
 * @param environments those that the project knows, lowest first; of others, the first to occur comes first
 */
export function inReadingOrder(changes: readonly Change[], environments: readonly string[] | undefined = []): Change[] {
  const ranks = new Map<string, number>();
  for (const name of environments.toReversed()) ranks.set(name, ranks.size);
  for (const { environment } of changes)
    if (environment !== undefined && !ranks.has(environment)) ranks.set(environment, ranks.size);
  const rank = ({ environment, path }: Change): number => {
    if (environment !== undefined) return ranks.get(environment) ?? 0;
    return path.length === 0 ? -1 : ranks.size;
  };
  return [...changes].sort((a, b) => rank(a) - rank(b));
}

/** A change of the whole definition: all there is to say of it is its detail. */
export function isOfTheWhole({ environment, subject, path }: Change): boolean {
  return environment === undefined && subject === '' && path.length === 0;
}

/** What a change of the whole says beside a tag that tells whether it came or went. */
export function wholeText({ kind, detail }: Change): string {
  return kind === 'delete' ? '' : detail.replace(/^created(?:: )?/, '');
}
