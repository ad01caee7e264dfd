import { trailerValues, type CommitInfo } from '../platform/commit-info.ts';
import type { AuditedCommit } from './changes.ts';
import { readPolicy } from '../policy/policy.ts';
import type { Checked, Verifying, Violation } from './verify.ts';

/** The shortest prefix of a commit id that is taken for it. */
const shortestId = 7;

interface Emergency {
  readonly info: CommitInfo;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Whether somebody else reviewed each emergency in time: by a later commit, also one that a merge brought in, with
 * `Reviews-Emergency:` its id and `Reviewed-by:` another address. What may yet be reviewed is noted.
 */
export async function checkEmergencies(
  context: Verifying,
  commits: readonly AuditedCommit[],
  now: number,
): Promise<Checked> {
  const emergencies = commits.flatMap((commit) => emergencyOf(context, commit));
  const [oldest] = emergencies;
  if (!oldest) return { violations: [], notes: [], checked: 0 };
  const { git, history } = context;
  const later = await git.commitInfos(await git.audit.reachable(history.head, oldest.info.id));
  const reviews = [...later.values()].filter((info) => trailerValues(info, 'Reviews-Emergency').length > 0);
  const violations: Violation[] = [];
  const notes: string[] = [];
  for (const { info, id, until } of emergencies) {
    const own = reviews.filter((review) => reviewsOf(review).some((named) => info.id.startsWith(named)));
    const valid = own.filter((review) => reviewersOf(review).some((email) => email !== addressOf(info)));
    if (valid.some(({ committedAt }) => committedAt.getTime() <= until)) continue;
    const deadline = new Date(until).toISOString();
    const [first] = valid;
    if (!first && now <= until) {
      notes.push(`emergency ${id} of ${info.id.slice(0, 7)} is to be reviewed until ${deadline}`);
      continue;
    }
    violations.push({
      code: 'emergency-not-reviewed',
      commit: info.id,
      message: first ? `emergency ${id} was reviewed too late` : `nobody else has reviewed emergency ${id}`,
      evidence: [
        `by ${info.author.name} <${info.author.email}>, ${info.committedAt.toISOString()}`,
        `to be reviewed until ${deadline}`,
        ...own.map((review) => {
          const by = trailerValues(review, 'Reviewed-by').join(', ') || 'nobody';
          return `${review.id} of ${review.committedAt.toISOString()} reviews it; reviewed by ${by}`;
        }),
      ],
    });
  }
  return { violations, notes, checked: emergencies.length };
}

/** Only a policy that knows emergencies says until when they are to be reviewed. */
function emergencyOf({ infos }: Verifying, { commit, policy }: AuditedCommit): Emergency[] {
  const { trailer, reviewWithin } = readPolicy(policy).emergency;
  const info = infos.get(commit);
  const id = info && trailerValues(info, trailer)[0];
  if (!info || id === undefined || reviewWithin === undefined) return [];
  return [{ info, id, until: info.committedAt.getTime() + reviewWithin }];
}

function reviewsOf(info: CommitInfo): string[] {
  const ids = trailerValues(info, 'Reviews-Emergency').map((id) => id.toLowerCase());
  return ids.filter((id) => id.length >= shortestId && /^[0-9a-f]+$/.test(id));
}

function reviewersOf(info: CommitInfo): string[] {
  return trailerValues(info, 'Reviewed-by').flatMap((value) => {
    const address = /<([^<>\s]+@[^<>\s]+)>/.exec(value)?.[1] ?? /^[^<>\s]+@[^<>\s]+$/.exec(value)?.[0];
    return address === undefined ? [] : [address.toLowerCase()];
  });
}

function addressOf({ author }: CommitInfo): string {
  return author.email.toLowerCase();
}
