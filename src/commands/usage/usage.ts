import { nearest } from '../../diagnostic/suggest.ts';
import type { Project } from '../../project/project.ts';
import { sortedFlags } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { codeUsage } from '../../workspace/code-usage.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import type { Reference, UndeclaredCall } from '../../usage/usage.ts';
import { removedFlags, type RemovedFlag } from './removed-flags.ts';

/** What may be wrong with the use of flags in code. */
export type UsageTrouble = 'unused' | 'undeclared' | 'deleted';

export interface UsageOptions {
  /** The only flags of interest; all where it is empty. */
  readonly flags: readonly string[];
  /** Whether keys that the project has no more are looked for as well. */
  readonly deleted: boolean;
  /** Exit code 1 if there is any of these. */
  readonly failOn: readonly UsageTrouble[];
}

export interface UsageReport {
  readonly command: 'usage';
  readonly ok: boolean;
  /** By key. */
  readonly flags: readonly UsedFlag[];
  /** Keys of flags that no code uses. */
  readonly unused: readonly string[];
  readonly undeclared: readonly UndeclaredUse[];
  /** Flags that are removed and still in code, by key; absent unless they were asked for. */
  readonly deleted: readonly DeletedFlag[] | undefined;
  /** Whether some flags were named. */
  readonly named: boolean;
  /** How much was searched. */
  readonly files: number;
  readonly lines: number;
  /** Files that could not be read, and why. */
  readonly unread: readonly { readonly file: string; readonly reason: string }[];
}

interface UsedFlag {
  readonly key: string;
  readonly owner: string | undefined;
  readonly references: readonly Reference[];
}

/** A use of a key that the project does not have. */
interface UndeclaredUse extends UndeclaredCall {
  /** The keys of the project that are nearest to it. */
  readonly near: readonly string[];
}

interface DeletedFlag extends RemovedFlag {
  readonly references: readonly Reference[];
}

/**
 * The flags in code: where each is used, which are never, and what code asks for that is not a flag.
 * @throws UserError outside of any project, for a flag that does not exist, and with `deleted` without history
 */
export async function usage(host: Host, options: UsageOptions): Promise<UsageReport> {
  const project = await openProject(host);
  const removed = options.deleted ? await removedFlags(host, project) : [];
  const { flags: wanted, failOn } = options;
  const known = [...project.flags.keys(), ...removed.map(({ key }) => key)];
  for (const key of wanted) requireKnown('flag', key, known, { otherwise: '`flagwright list` shows them all' });
  const isWanted = ({ key }: { readonly key: string }): boolean => wanted.length === 0 || wanted.includes(key);
  const present = sortedFlags(project).filter(isWanted);
  const gone = removed.filter(isWanted);
  const found = await codeUsage(
    host,
    project,
    [...present, ...gone].map(({ key }) => key),
  );
  const referencesOf = (key: string): readonly Reference[] => found.references.get(key) ?? [];
  const flags = present.map(({ key, owner }) => ({ key, owner, references: referencesOf(key) }));
  const unused = flags.filter(({ references }) => references.length === 0).map(({ key }) => key);
  const undeclared = wanted.length > 0 ? [] : undeclaredUses(project, found.undeclared);
  const deleted = gone.map((flag) => ({ ...flag, references: referencesOf(flag.key) }));
  const stillUsed = deleted.filter(({ references }) => references.length > 0);
  const troubles = { unused, undeclared, deleted: stillUsed };
  return {
    command: 'usage',
    ok: failOn.every((trouble) => troubles[trouble].length === 0),
    flags,
    unused,
    undeclared,
    deleted: options.deleted ? stillUsed : undefined,
    named: wanted.length > 0,
    files: found.files,
    lines: found.lines,
    unread: found.unread,
  };
}

function undeclaredUses({ flags }: Project, calls: readonly UndeclaredCall[]): UndeclaredUse[] {
  const near = new Map<string, readonly string[]>();
  return calls.map((call) => {
    const known = near.get(call.key) ?? nearest(call.key, flags.keys());
    near.set(call.key, known);
    return { ...call, near: known };
  });
}
