import type { CommitInfo, Person } from '../../git/commit-info.ts';
import type { Git } from '../../git/git.ts';
import { trailerValues } from '../../git/commit-info.ts';
import { identityOf, mailmapGroups } from '../../policy/people.ts';
import type { Review } from '../../policy/review-list.ts';
import { maxFileSize } from '../../source/document.ts';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import { sidesCarrying, instantsOf, onlyIn } from '../ancestry.ts';
import { judgements, type Judgement } from '../judgements.ts';
import { madeChanges, uncommitted, type ProjectRecord, type ProjectToRead, type Uncommitted } from '../made-changes.ts';
import { wholeHistory } from '../read-commits.ts';
import { requiredSignatures } from '../required-signatures.ts';
import { carriersAbove, judge, type Evidence } from '../verdicts.ts';
import type { Violation } from '../violation.ts';
import { bySubjectsOf } from './base-subjects.ts';
import { rangeCommits } from './range-commits.ts';
import { reviewersOf } from './reviews.ts';

/** Commits to be judged before they land: those of the head that the base does not have, and what is not committed yet. */
export interface RangeToJudge extends ProjectToRead {
  /** Whose policy, owners and keys of signers count, and the folder of the project there. */
  readonly base: { readonly commit: string; readonly folder: string };
  readonly uncommitted: Uncommitted;
  /** Who would commit that. */
  readonly author: Person;
  /** Approvals that the forge reports. */
  readonly reviews: readonly Review[];
  /** When all of it is to land, in milliseconds since 1970: freezes of that time count. */
  readonly now: number;
}

export interface JudgedCommit {
  readonly info: CommitInfo;
  /** Keys of the flags that it changes, also through segments; by key. */
  readonly flags: readonly string[];
  /** Governance files that it changes. */
  readonly governance: readonly string[];
  readonly violations: readonly Violation[];
  /** What the trailer says that declares an emergency. */
  readonly emergency: string | undefined;
}

export interface RangeVerdict {
  /** Those that change something, oldest first. What is not committed yet has the id `uncommitted`. */
  readonly commits: readonly JudgedCommit[];
  /** Whether there is a policy in the base. */
  readonly hasPolicy: boolean;
  /** Whether signatures of what is not committed yet are asked for. */
  readonly mustSign: boolean;
}

/**
 * Judges a range by the policy and the owners of its base: whatever it changes in them, it is not judged by that. A merge is judged
 * against each of its parents, for what no commit of the other side did.
 * @throws GitError if there is no such commit
 * @throws UserError if objects are missing
 */
export async function judgeRange(
  git: Git,
  range: RangeToJudge,
  onProgress?: (done: number, total: number) => void,
): Promise<RangeVerdict> {
  const { base } = range;
  const { record, commits } = await recordOf(git, range, onProgress);
  const { graph } = record;
  const last = graph.ids.length - 1;
  const baseNumber = graph.ids.indexOf(base.commit);
  const judged = judgedCommits(record, commits, baseNumber);
  const carriers = sidesCarrying(graph);
  const infos = new Map(await git.commitInfos(involvedIn(record, commits, carriers)));
  infos.set(uncommitted, uncommittedInfo(graph.ids[graph.parents[last]![0]!] ?? '', range));
  const made = judged.filter(({ commit }) => commit !== last);
  const instants = instantsOf(graph, range.now);
  const evidence: Evidence = {
    ids: graph.ids,
    infos,
    carriers,
    instants: graph.ids.map(() => [range.now]),
    signature: (await requiredSignatures(git, graph.ids, made, instants)).get,
    reviewedBy: reviewersOf(graph, commits, last, range.reviews),
    identity: identityOf([...mailmapGroups(await mailmapIn(git, base.commit)), ...range.reviews.map(({ by }) => by)]),
  };
  const found = new Map<number, Violation[]>();
  for (const one of judged) {
    found.set(one.commit, [...(found.get(one.commit) ?? []), ...judge(one, evidence).violations]);
  }
  const house = record.houses[baseNumber];
  const trailer = house?.rules[0]?.policy.emergency.trailer;
  return {
    commits: [...commits]
      .sort((a, b) => a - b)
      .flatMap((commit) => {
        const info = infos.get(graph.ids[commit]!);
        const { flags, governance } = touchedBy(record, commit);
        const violations = distinct(found.get(commit) ?? []);
        if (!info || (flags.length === 0 && governance.length === 0 && violations.length === 0)) return [];
        const emergency = trailer === undefined ? undefined : trailerValues(info, trailer)[0];
        return [{ info, flags, governance, violations, emergency }];
      }),
    hasPolicy: (house?.rules.length ?? 0) > 0,
    mustSign:
      (
        await requiredSignatures(
          git,
          graph.ids,
          judged.filter(({ commit }) => commit === last),
          instants,
        )
      ).count > 0,
  };
}

/** What is read, and the numbers of the commits that are judged in it. */
async function recordOf(
  git: Git,
  range: RangeToJudge,
  onProgress?: (done: number, total: number) => void,
): Promise<{ readonly record: ProjectRecord; readonly commits: ReadonlySet<number> }> {
  const { head, folder, base } = range;
  const part = await rangeCommits(git, folder, range);
  if (part) {
    const record = await madeChanges(git, part, range, onProgress, range);
    // What could not be read where the range begins was something before, which only the rest of the history tells.
    const isKnown = record.unreadable.every(({ commit }) => !part.roots.includes(commit));
    if (isKnown) return { record, commits: new Set([...part.range, record.graph.ids.length - 1]) };
  }
  const record = await madeChanges(git, await wholeHistory(git, head, base.commit), range, onProgress, range);
  const { graph } = record;
  const { commits } = onlyIn(graph, [graph.ids.length - 1], graph.ids.indexOf(base.commit));
  return { record, commits: new Set(commits) };
}

async function mailmapIn(git: Git, commit: string): Promise<string> {
  try {
    return new TextDecoder().decode(await git.tree(commit).read('.mailmap', maxFileSize));
  } catch (error) {
    if (error instanceof UnreadableFileError) return '';
    throw error;
  }
}

/** What each commit answers for, by the rules of the base, whatever holds where it was made. */
function judgedCommits(record: ProjectRecord, commits: ReadonlySet<number>, base: number): Judgement[] {
  const house = record.houses[base];
  if (!house) return [];
  const byBase = (one: Judgement): Judgement => ({
    ...one,
    base,
    changes: one.changes.map((made) => bySubjectsOf(record.kept, made)),
    checksFreezes: true,
    voucher: one.voucher && byBase(one.voucher),
  });
  return judgements({ ...record, houses: record.houses.map(() => house) })
    .filter(({ commit, checksRules }) => checksRules && commits.has(commit))
    .map(byBase);
}

function involvedIn({ graph }: ProjectRecord, commits: ReadonlySet<number>, carriers: ArrayLike<number>): string[] {
  const numbers = [...commits].flatMap((commit) => [commit, ...carriersAbove(commit, carriers)]);
  const ids = new Set(numbers.map((number) => graph.ids[number]!));
  ids.delete(uncommitted);
  return [...ids];
}

function uncommittedInfo(head: string, { author, now }: RangeToJudge): CommitInfo {
  const at = new Date(now);
  return {
    id: uncommitted,
    parents: [head],
    author,
    committer: author,
    authoredAt: at,
    committedAt: at,
    subject: 'not committed yet',
    body: '',
    trailers: {},
  };
}

/** What a commit changes; of a merge, what differs from each of its parents. */
function touchedBy({ changes }: ProjectRecord, commit: number): Pick<JudgedCommit, 'flags' | 'governance'> {
  const [first = [], ...others] = changes[commit]!.byParent;
  const made = first.filter(({ name }) => others.every((list) => list.some((one) => one.name === name)));
  const flags = new Set<string>();
  const governance = new Set<string>();
  for (const { flag, kinds } of made.flatMap(({ parts }) => parts.flatMap(({ counts }) => counts))) {
    if (kinds.includes('governance')) governance.add(flag);
    else flags.add(flag);
  }
  return { flags: [...flags].sort(), governance: [...governance].sort() };
}

/** A merge may be wrong for the same reason against each of its parents. */
function distinct(violations: readonly Violation[]): Violation[] {
  return [...new Map(violations.map((one) => [`${one.code} ${one.message}`, one])).values()];
}
