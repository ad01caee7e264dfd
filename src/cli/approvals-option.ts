import { UserError } from '../diagnostic/user-error.ts';
import { readReviews, type Review } from '../policy/review-list.ts';
import { readInput } from './read-input.ts';
import type { Session } from './session.ts';

const help = 'name a file with --approvals: what the API of GitHub or GitLab says of the reviews, as JSON';

/** In bytes: some thousand reviews with their texts. */
const maxSize = 16 * 1024 * 1024;

/** What `--approvals` is, for `--help`. */
export const approvalsHelp =
  'a file of what the forge reports: GitHub’s reviews (gh api --paginate repos/O/R/pulls/N/reviews) or GitLab’s approvals (projects/ID/merge_requests/N/approvals); - for standard input';

/**
 * The approvals in the file that `--approvals` names; none without it.
 * @throws UserError if it cannot be read, or is not of a shape that is known
 */
export async function reviewsFrom(session: Session, path: string | undefined): Promise<readonly Review[]> {
  if (path === undefined) return [];
  const bytes = await readInput(session, { path, maxSize, help });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new UserError(`${path === '-' ? 'standard input' : path} is not valid JSON in UTF-8`, help);
  }
  return readReviews(value);
}
