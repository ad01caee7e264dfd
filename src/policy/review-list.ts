import { UserError } from '../diagnostic/user-error.ts';
import { fields, text } from '../model/read.ts';

/** An approval that a forge reports. */
export interface Review {
  /** The e-mail addresses by which who gave it may be known; one person, however many there are. */
  readonly by: readonly string[];
  /** The full id of the commit that was reviewed, with all that leads to it; undefined where the forge does not say. */
  readonly commit: string | undefined;
}

/**
 * The approvals in what a forge lists: GitHub's reviews of a pull request (`gh api --paginate repos/O/R/pulls/N/reviews`, or `gh pr view
 * --json reviews`), or GitLab's approvals of a merge request (`projects/ID/merge_requests/N/approvals`). The last word of each
 * person counts: an approval that was dismissed, or followed by a request for changes, does not count.
 * @param value as parsed from JSON
 * @throws UserError if it is neither
 */
export function readReviews(value: unknown): Review[] {
  const { approved_by: approvedBy, reviews } = fields(value);
  if (Array.isArray(approvedBy)) return approvedBy.flatMap((entry) => gitlabApproval(entry));
  const entries = Array.isArray(value) ? value.flat() : Array.isArray(reviews) ? reviews : undefined;
  if (!entries) {
    throw new UserError(
      'the file of approvals is neither a list of reviews nor an object with "approved_by"',
      'GitHub: gh api --paginate repos/OWNER/REPO/pulls/N/reviews; GitLab: the answer of projects/ID/merge_requests/N/approvals',
    );
  }
  return lastWords(entries.map(githubReview));
}

interface GithubReview extends Review {
  readonly state: string;
  readonly at: string;
}

function githubReview(entry: unknown): GithubReview {
  const { user, author, email, state, commit_id: id, commit, submitted_at: at, submittedAt } = fields(entry);
  const person = fields(user ?? author);
  const login = text(person.login);
  const by = [text(person.email), text(email)].flatMap((one) => one ?? []);
  if (login !== undefined) by.push(`${login}@users.noreply.github.com`);
  return {
    by,
    commit: text(id) ?? text(fields(commit).oid) ?? '',
    state: (text(state) ?? '').toUpperCase(),
    at: text(at) ?? text(submittedAt) ?? '',
  };
}

/** Remarks do not change what somebody decided. */
const decisions: ReadonlySet<string> = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);

function lastWords(reviews: readonly GithubReview[]): Review[] {
  const last = new Map<string, GithubReview>();
  for (const review of reviews) {
    const name = review.by.at(-1)?.toLowerCase();
    if (name === undefined || !decisions.has(review.state)) continue;
    const known = last.get(name);
    // Times of one zone and form; where they are missing, the list is in order.
    if (!known || known.at <= review.at) last.set(name, review);
  }
  return [...last.values()].filter(({ state }) => state === 'APPROVED').map(({ by, commit }) => ({ by, commit }));
}

function gitlabApproval(entry: unknown): Review[] {
  const user = fields(fields(entry).user);
  const username = text(user.username);
  const by = [text(user.email), text(user.public_email)].flatMap((one) => one || []);
  if (username !== undefined) by.push(`${username}@users.noreply.gitlab.com`);
  return by.length === 0 ? [] : [{ by, commit: undefined }];
}
