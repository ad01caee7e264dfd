import type { Git } from '../git/git.ts';
import { checkAnchors, type Anchor, type AnchoredHistory } from './anchor.ts';
import { sidesCarrying, instantsOf, NO_CARRIER } from './ancestry.ts';
import { checkEmergencies } from './emergencies.ts';
import { judgements } from './judgements.ts';
import { madeChanges, type ProjectRecord, type ProjectToRead } from './made-changes.ts';
import { wholeHistory } from './read-commits.ts';
import { requiredSignatures } from './required-signatures.ts';
import { carriersAbove, judge, type Evidence } from './verdicts.ts';
import type { Violation } from './violation.ts';

export interface Verification {
  readonly violations: readonly Violation[];
  /** Not a violation, but worth knowing. */
  readonly notes: readonly string[];
  readonly checked: {
    /** Commits that changed flags, segments or governance files. */
    readonly commits: number;
    /** Those of them that had to be signed. */
    readonly signatures: number;
    readonly emergencies: number;
    readonly anchors: readonly Anchor[];
  };
}

/** So many versions that cannot be read are told one by one. */
const shownUnreadable = 5;

/** Clocks that go wrong by less are nothing to tell of, in milliseconds. */
const clockSkew = 24 * 3_600_000;

/**
 * Checks the record of a project in all commits that lead to one: that nothing was rewritten after an anchor, that each commit
 * passed the policy in force before it, that required signatures are there and of the authors, and that emergencies were reviewed.
 * Nothing on disk but git's objects has a say.
 * @param now milliseconds since 1970, for emergencies that may yet be reviewed and dates that cannot be true
 * @param onProgress commits read, and commits in total
 * @throws GitError if there is no such head
 * @throws UserError if objects are missing
 */
export async function verify(
  git: Git,
  project: ProjectToRead,
  anchors: readonly Anchor[],
  now: number,
  onProgress?: (done: number, total: number) => void,
): Promise<Verification> {
  const record = await madeChanges(git, await wholeHistory(git, project.head), project, onProgress);
  const { graph, changes } = record;
  const judged = judgements(record);
  const carriers = sidesCarrying(graph);
  const involved = judged.flatMap(({ commit, voucher, takenFrom }) => [
    commit,
    ...[...takenFrom.values()].flat(),
    ...carriersAbove(commit, carriers),
    ...(voucher ? [voucher.commit, ...carriersAbove(voucher.commit, carriers)] : []),
  ]);
  const infos = await git.commitInfos([...new Set(involved)].map((commit) => graph.ids[commit]!));
  const instants = instantsOf(graph, now);
  const signatures = await requiredSignatures(git, graph.ids, judged, instants);
  const evidence: Evidence = {
    ids: graph.ids,
    infos,
    carriers,
    instants,
    signature: signatures.get,
  };
  const results = judged.map((one) => judge(one, evidence));
  const chain: AnchoredHistory = {
    head: project.head,
    isOnChain: (id) => carriers[graph.ids.indexOf(id)] === NO_CARRIER,
  };
  const [anchored, emergencies] = [
    await checkAnchors(git, chain, anchors),
    await checkEmergencies(git, judged, evidence, now),
  ];
  const unverifiable = [...new Set(results.flatMap((one) => one.unverifiable))];
  return {
    violations: distinct([
      ...anchored.violations,
      ...results.flatMap(({ violations }) => violations),
      ...emergencies.violations,
    ]),
    notes: [
      ...anchored.notes,
      ...emergencies.notes,
      ...unreadableNotes(record),
      ...futureNotes(record, now),
      ...unverifiable.map(
        (rule) => `rule ${rule} asks for reviews on the forge, which git does not hold: they are not checked here`,
      ),
    ],
    checked: {
      commits: changes.filter(({ byParent }) => byParent.some((made) => made.length > 0)).length,
      signatures: signatures.count,
      emergencies: emergencies.checked,
      anchors,
    },
  };
}

/** A commit may be judged in several places, and found to be wrong for the same reason. */
function distinct(violations: readonly Violation[]): Violation[] {
  const found = new Map<string, Violation>();
  for (const one of violations) {
    const name = `${one.code} ${one.commit} ${one.message}`;
    if (!found.has(name)) found.set(name, one);
  }
  return [...found.values()];
}

function unreadableNotes({ graph, unreadable }: ProjectRecord): string[] {
  const shown = unreadable
    .slice(-shownUnreadable)
    .map(
      ({ commit, path }) =>
        `${path} cannot be read as of ${graph.ids[commit]!.slice(0, 7)}: what follows is compared with what it was before`,
    );
  const left = unreadable.length - shown.length;
  return left > 0 ? [...shown, `${left} earlier versions cannot be read either`] : shown;
}

function futureNotes({ graph }: ProjectRecord, now: number): string[] {
  const late = graph.ids.filter((_, at) => graph.dates[at]! > now + clockSkew);
  return late.slice(0, shownUnreadable).map((id) => `${id.slice(0, 7)} is dated in the future`);
}
