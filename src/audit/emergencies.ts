import { trailerValues, type CommitInfo } from '../git/commit-info.ts';
import type { Git } from '../git/git.ts';
import { addressesIn } from './addresses.ts';
import type { Judgement } from './judgements.ts';
import type { Evidence } from './verdicts.ts';
import type { Checked, Violation } from './violation.ts';

/** The shortest prefix of a commit id that is taken for it. */
const shortestId = 7;

interface Emergency {
  readonly number: number;
  readonly info: CommitInfo;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Whether somebody else reviewed each emergency in time: by a later commit, also one that a merge brought in, with
 * `Reviews-Emergency:` its id and `Reviewed-by:` another address. What may yet be reviewed is noted.
 * @param now milliseconds since 1970
 * @throws GitError if git cannot give a commit
 */
export async function checkEmergencies(
  git: Git,
  judged: readonly Judgement[],
  evidence: Evidence,
  now: number,
): Promise<Checked> {
  const emergencies = emergenciesIn(judged, evidence);
  const [oldest] = emergencies;
  if (!oldest) return { violations: [], notes: [], checked: 0 };
  const { ids, instants } = evidence;
  // An id is known only once there is the commit, so what names one is later.
  const infos = await git.commitInfos(ids.slice(oldest.number));
  const numbers = new Map(ids.map((id, number) => [id, number]));
  const reviews = [...infos.values()].filter((info) => trailerValues(info, 'Reviews-Emergency').length > 0);
  const reviewedAt = ({ id }: CommitInfo): number => Math.max(...(instants[numbers.get(id) ?? -1] ?? []));
  const violations: Violation[] = [];
  const notes: string[] = [];
  for (const { info, id, until } of emergencies) {
    const own = reviews.filter((review) => reviewsOf(review).some((named) => info.id.startsWith(named)));
    const makers = [info.author.email.toLowerCase(), ...addressesIn(trailerValues(info, 'Co-authored-by'))];
    const valid = own.filter((review) =>
      addressesIn(trailerValues(review, 'Reviewed-by')).some((email) => !makers.includes(email)),
    );
    if (valid.some((review) => reviewedAt(review) <= until)) continue;
    const deadline = new Date(until).toISOString();
    const [first] = valid;
    if (!first && now <= until) {
      notes.push(`emergency ${id} of ${info.id.slice(0, 7)} must be reviewed by ${deadline}`);
      continue;
    }
    violations.push({
      code: 'emergency-not-reviewed',
      commit: info.id,
      message: first ? `emergency ${id} was reviewed too late` : `nobody else has reviewed emergency ${id}`,
      evidence: [
        `by ${info.author.name} <${info.author.email}>, ${info.committedAt.toISOString()}`,
        `review due by ${deadline}`,
        ...own.map((review) => {
          const by = trailerValues(review, 'Reviewed-by').join(', ') || 'nobody';
          return `${review.id} of ${review.committedAt.toISOString()} reviews it; reviewed by ${by}`;
        }),
      ],
    });
  }
  return { violations, notes, checked: emergencies.length };
}

/** Oldest first. Only a policy that knows emergencies says until when they are to be reviewed: the strictest of them counts. */
function emergenciesIn(judged: readonly Judgement[], { ids, infos, instants }: Evidence): Emergency[] {
  const found = new Map<number, Emergency>();
  for (const { commit, house } of judged) {
    const info = infos.get(ids[commit] ?? '');
    for (const { policy } of info ? house.rules : []) {
      const { trailer, reviewWithin } = policy.emergency;
      const id = info && trailerValues(info, trailer)[0];
      if (!info || id === undefined || reviewWithin === undefined) continue;
      const until = Math.min(...(instants[commit] ?? [])) + reviewWithin;
      const known = found.get(commit);
      if (!known || until < known.until) found.set(commit, { number: commit, info, id, until });
    }
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

function reviewsOf(info: CommitInfo): string[] {
  const ids = trailerValues(info, 'Reviews-Emergency').map((id) => id.toLowerCase());
  return ids.filter((id) => id.length >= shortestId && /^[0-9a-f]+$/.test(id));
}
