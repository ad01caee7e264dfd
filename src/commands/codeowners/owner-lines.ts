import type { Owners } from '../../model/owners.ts';
import { text } from '../../model/read.ts';
import type { OwnedPath } from './owner-rules.ts';

/** The hosts whose CODEOWNERS can be written. */
export type CodeHost = 'github' | 'gitlab';

/** One line of a CODEOWNERS file. */
export interface OwnerLine {
  readonly pattern: string;
  readonly owners: readonly string[];
}

/** A path or team for which no line can be written, and why. */
export interface LeftOut {
  readonly path: string;
  readonly reason: string;
}

/** What a handle may be made of: nothing that would end it, or begin something else. */
const handle = /^@@?[\w][\w./-]*$/;
const address = /^[\w.+-]+@[\w-]+(\.[\w-]+)+$/;

/** The lines for paths and their teams: the handle of a team, or the addresses of its members where it has none. */
export function ownerLines(
  paths: readonly OwnedPath[],
  owners: Owners | undefined,
  host: CodeHost,
): { readonly lines: readonly OwnerLine[]; readonly leftOut: readonly LeftOut[] } {
  const lines: OwnerLine[] = [];
  const leftOut: LeftOut[] = [];
  for (const { path, team } of paths) {
    const known = owners?.teams.get(team);
    const own = text(known?.handles[host]);
    const names =
      own !== undefined && handle.test(own) ? [own] : (known?.members ?? []).filter((one) => address.test(one));
    const pattern = patternOf(path);
    if (known === undefined) leftOut.push({ path, reason: `owners.yaml has no team "${team}"` });
    else if (names.length === 0) leftOut.push({ path, reason: `team ${team} has no ${host} handle and no members` });
    else if (pattern === undefined) leftOut.push({ path, reason: 'its name has a line end or a control character' });
    else lines.push({ pattern, owners: names });
  }
  return { lines, leftOut };
}

/**
 * A path as a pattern of both grammars, from the top of the repository. What would be a wildcard or a set becomes `?`, as neither
 * lets it be quoted; spaces are.
 */
function patternOf(path: string): string | undefined {
  if (/[\p{Cc}\u2028\u2029]/u.test(path)) return undefined;
  return `/${path.replace(/[*?[\]\\!]/g, '?').replace(/[ #]/g, '\\$&')}`;
}
