import { describe, expect, it } from 'vitest';
import { UserError } from '../diagnostic/user-error.ts';
import { readReviews } from './review-list.ts';

const review = (login: string, state: string, at?: string, commit = 'c1'): object => ({
  user: { login },
  state,
  commit_id: commit,
  submitted_at: at,
});
const lin = 'lin@users.noreply.github.com';

describe('readReviews', () => {
  it('reads the reviews of GitHub, in pages and as its command line lists them', () => {
    const wanted = [{ by: [lin], commit: 'c1' }];
    expect(readReviews([review('lin', 'APPROVED')])).toEqual(wanted);
    expect(readReviews([[review('lin', 'COMMENTED')], [review('lin', 'APPROVED')]])).toEqual(wanted);
    const listed = { author: { login: 'lin' }, state: 'APPROVED', commit: { oid: 'c1' } };
    expect(readReviews({ reviews: [listed] })).toEqual(wanted);
  });

  it('takes the last word of everybody, by time and else by order', () => {
    const states = (...list: readonly object[]): number => readReviews(list).length;
    expect(states(review('lin', 'APPROVED'), review('lin', 'DISMISSED'))).toBe(0);
    expect(states(review('lin', 'APPROVED'), review('LIN', 'CHANGES_REQUESTED'))).toBe(0);
    expect(states(review('lin', 'CHANGES_REQUESTED'), review('lin', 'APPROVED'))).toBe(1);
    expect(states(review('lin', 'APPROVED'), review('lin', 'COMMENTED'))).toBe(1);
    expect(states(review('lin', 'PENDING'))).toBe(0);
    expect(states(review('lin', 'DISMISSED', '2026-11-02T00:00:00Z'), review('lin', 'APPROVED', '2026-11-01T00:00:00Z'))).toBe(0); // prettier-ignore
  });

  it('does not take a review of no commit for one of all', () => {
    expect(readReviews([{ user: { login: 'lin' }, state: 'APPROVED' }])).toEqual([{ by: [lin], commit: '' }]);
  });

  it('reads the approvals of GitLab', () => {
    const user = { username: 'lin', public_email: 'lin@example.com' };
    expect(readReviews({ approved_by: [{ user }, {}, null] })).toEqual([
      { by: ['lin@example.com', 'lin@users.noreply.gitlab.com'], commit: undefined },
    ]);
  });

  it.each([null, 1, 'x', {}, { approved_by: 'lin' }])('refuses %j', (value) => {
    expect(() => readReviews(value)).toThrow(UserError);
  });
});
