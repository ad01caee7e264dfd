import type { Change } from '../history/change.ts';
import type { Person } from '../platform/commit-info.ts';

/** A change as data; its shape is part of every schema in schemas/output/ that has changes. */
export function changeJson({ kind, environment, path, before, after, position, summary }: Change): object {
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
 * Environments stand in definitions lowest first, and so do changes.
 */
export function inReadingOrder(changes: readonly Change[]): Change[] {
  const environments = [...new Set(changes.map(({ environment }) => environment))].filter((one) => one !== undefined);
  const whole = changes.filter(({ environment, path }) => environment === undefined && path.length === 0);
  const rest = changes.filter(({ environment, path }) => environment === undefined && path.length > 0);
  const inside = environments.toReversed().flatMap((name) => changes.filter((one) => one.environment === name));
  return [...whole, ...inside, ...rest];
}
