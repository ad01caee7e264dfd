import { flag, owners, people, policy, segment, type World } from './policy-world.ts';

/** One row of the table: what happens on a branch of main, and what the policy says. */
export interface PolicyCase {
  readonly name: string;
  readonly act: (world: World) => void;
  /** `code rule`, sorted; empty where it is allowed. */
  readonly found: readonly string[];
  /** Branch to start from; default `main`. */
  readonly from?: string;
  /** Default `main...HEAD`. */
  readonly range?: string;
  readonly now?: string;
  /** What the forge says, with `HEAD` and `FIRST` (of the branch) for ids. */
  readonly approvals?: unknown;
}

const author = 'author-not-allowed production-by-owner';
const missing = 'approvals-missing high-needs-two';
const kept = 'author-not-allowed kept-by-owner';
const house = ['approvals-missing house', 'author-not-allowed house'] as const;

const approved = (...names: (keyof typeof people)[]): string[] => names.map((name) => `Approved-by: ${people[name]}`); // prettier-ignore
const plainOn = { 'plain.flag.yaml': flag({ production: true }) };
const highOn = { 'high.flag.yaml': flag({ criticality: 'high', production: true }) };

const high =
  (trailers: readonly string[], more: object = {}) =>
  (world: World): void => {
    world.write(highOn);
    world.commit('ada', { trailers, ...more });
  };

const plain =
  (by: keyof typeof people, trailers: readonly string[] = []) =>
  (world: World): void => {
    world.write(plainOn);
    world.commit(by, { trailers });
  };

/** Who may make a change. */
export const authorCases: readonly PolicyCase[] = [
  { name: 'the wrong team switches production', act: plain('mallory'), found: [author] },
  { name: 'the owner does', act: plain('ada'), found: [] },
  { name: 'a release manager does', act: plain('kim'), found: [] },
  { name: 'the owner by another spelling', act(world) { world.write(plainOn); world.git('add', '--all'); world.git('commit', '--quiet', '--author=Ada <ADA@Example.COM>', '-m', 'on'); }, found: [] }, // prettier-ignore
  { name: 'the wrong team switches an environment without rules', act(world) { world.write({ 'plain.flag.yaml': flag({ staging: true }) }); world.commit('mallory'); }, found: [] }, // prettier-ignore
  { name: 'the wrong team targets', act(world) { world.write({ 'live.flag.yaml': flag({ production: '{ enabled: true, otherwise: { on: 1, off: 9 } }' }) }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'the wrong team changes prerequisites of a flag that is on', act(world) { world.write({ 'live.flag.yaml': flag({ production: true, more: 'prerequisites: [{ flag: theirs }]\n' }) }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'the wrong team describes', act(world) { world.write({ 'live.flag.yaml': flag({ production: true }).replace('in a sentence', 'in some words') }); world.commit('mallory'); }, found: [] }, // prettier-ignore
  { name: 'the wrong team changes a segment', act(world) { world.write({ 'few.segment.yaml': segment('@evil.example') }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'a team creates what another one creates', act(world) { world.write({ 'new.flag.yaml': flag({ type: 'ops' }) }); world.commit('ada'); }, found: ['author-not-allowed platform-creates-ops'] }, // prettier-ignore
  { name: 'that one creates it', act(world) { world.write({ 'new.flag.yaml': flag({ type: 'ops' }) }); world.commit('kim'); }, found: [] }, // prettier-ignore
  { name: 'a flag is broken first and mended with more', act(world) { world.write({ 'plain.flag.yaml': 'type: [release\n' }); world.commit('ada'); world.write(plainOn); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'a file is moved and nothing else', act(world) { world.write({ 'plain.flag.yaml': null, 'folder/plain.flag.yaml': flag() }); world.commit('mallory'); }, found: [] }, // prettier-ignore
];

/** Whose approval counts. */
export const approvalCases: readonly PolicyCase[] = [
  { name: 'nobody has approved', act: high([]), found: [missing] },
  { name: 'two have', act: high(approved('lin', 'kim')), found: [] },
  { name: 'one has', act: high(approved('lin')), found: [missing] },
  {
    name: 'the same person twice',
    act: high([...approved('lin'), 'Reviewed-by: Lin <lin@example.com>']),
    found: [missing],
  },
  { name: 'the same person by another spelling', act: high([...approved('lin'), 'Approved-by: LIN <LIN@Example.com>']), found: [missing] }, // prettier-ignore
  { name: 'the same person by another address', act: high([...approved('lin'), 'Approved-by: Lin <lin@home.example>']), found: [missing] }, // prettier-ignore
  { name: 'the author', act: high(approved('ada', 'lin')), found: [missing] },
  { name: 'the author by another spelling', act: high(['Approved-by: Ada <Ada@EXAMPLE.com>', ...approved('lin')]), found: [missing] }, // prettier-ignore
  { name: 'the author by another address', act: high(['Approved-by: Ada <ada@home.example>', ...approved('lin')]), found: [missing] }, // prettier-ignore
  { name: 'the committer', act: high(approved('lin', 'kim'), { committer: 'lin' }), found: [missing] },
  { name: 'two of no group that is asked', act: high(approved('bob', 'mallory', 'sam')), found: [missing] },
  { name: 'one of a group and one of none', act: high(approved('lin', 'bob')), found: [missing] },
  { name: 'a name without an address', act: high([...approved('lin'), 'Approved-by: Kim']), found: [missing] },
  { name: 'in the text, not in the trailers', act: high([], { body: 'Approved-by: Lin <lin@example.com>\nApproved-by: Kim <kim@example.com>\n\nThat is all.' }), found: [missing] }, // prettier-ignore
  { name: 'a squash that a co-author approves', act: high(['Co-authored-by: Lin <lin@example.com>', ...approved('lin', 'kim')]), found: [missing] }, // prettier-ignore
  { name: 'a squash that two others approve', act: high(['Co-authored-by: Lin <lin@example.com>', ...approved('noor', 'kim')]), found: [] }, // prettier-ignore
  { name: 'approved before a later edit', act(world) { high(approved('lin', 'kim'))(world); world.write({ 'high.flag.yaml': flag({ criticality: 'high', production: '{ enabled: true, otherwise: { on: 1, off: 1 } }' }) }); world.commit('ada'); }, found: [missing] }, // prettier-ignore
  { name: 'one environment of two is covered', act(world) { world.write({ 'shared-one.flag.yaml': flag({ staging: true, production: true }) }); world.commit('ada', { trailers: approved('bob') }); }, found: ['approvals-missing shared-production'] }, // prettier-ignore
  { name: 'the other one of two is covered', act(world) { world.write({ 'shared-one.flag.yaml': flag({ staging: true, production: true }) }); world.commit('ada', { trailers: approved('sam') }); }, found: ['approvals-missing shared-staging'] }, // prettier-ignore
  { name: 'both together are covered', act(world) { world.write({ 'shared-one.flag.yaml': flag({ staging: true, production: true }) }); world.commit('ada', { trailers: approved('sam', 'bob') }); }, found: [] }, // prettier-ignore
  { name: 'a flag that no pattern names', act(world) { world.write({ 'unshared-one.flag.yaml': flag({ staging: true }) }); world.commit('ada'); }, found: [] }, // prettier-ignore
];

const reviewedOn = (world: World): void => {
  world.write({ 'reviewed-one.flag.yaml': flag({ production: true }) });
  world.commit('ada', { trailers: approved('lin', 'kim') });
};
const review = (login: string, state = 'APPROVED', commit = 'HEAD', more: object = { email: `${login}@example.com` }): object => ({ user: { login, ...more }, state, commit_id: commit }); // prettier-ignore
const reviewed = 'approvals-missing reviewed';

/** What the forge reports. */
export const reviewCases: readonly PolicyCase[] = [
  { name: 'trailers where reviews are asked for', act: reviewedOn, found: [reviewed] },
  { name: 'a review', act: reviewedOn, approvals: [review('lin')], found: [] },
  { name: 'a review in pages', act: reviewedOn, approvals: [[review('bob')], [review('lin')]], found: [] },
  { name: 'a review as the command line of GitHub lists it', act: reviewedOn, approvals: { reviews: [{ author: { login: 'gil' }, state: 'APPROVED', commit: { oid: 'HEAD' }, submittedAt: '2026-11-04T00:00:00Z' }] }, found: [] }, // prettier-ignore
  { name: 'a review by the author', act: reviewedOn, approvals: [review('ada')], found: [reviewed] },
  { name: 'a review by the author from another address', act: reviewedOn, approvals: [review('a', 'APPROVED', 'HEAD', { email: 'ada@home.example' })], found: [reviewed] }, // prettier-ignore
  { name: 'a review by somebody who was not asked', act: reviewedOn, approvals: [review('bob')], found: [reviewed] },
  { name: 'a login that is like an address', act: reviewedOn, approvals: [review('lin', 'APPROVED', 'HEAD', {})], found: [reviewed] }, // prettier-ignore
  { name: 'a review that was dismissed', act: reviewedOn, approvals: [review('lin', 'DISMISSED')], found: [reviewed] },
  { name: 'changes asked for afterwards', act: reviewedOn, approvals: [review('lin'), review('lin', 'CHANGES_REQUESTED')], found: [reviewed] }, // prettier-ignore
  { name: 'a remark afterwards', act: reviewedOn, approvals: [review('lin'), review('lin', 'COMMENTED')], found: [] },
  { name: 'a review of a commit that is gone', act: reviewedOn, approvals: [review('lin', 'APPROVED', 'f'.repeat(40))], found: [reviewed] }, // prettier-ignore
  { name: 'a review before a later edit', act(world) { reviewedOn(world); world.write({ 'reviewed-one.flag.yaml': flag({ production: '{ enabled: true, otherwise: off }' }) }); world.commit('ada'); }, approvals: [review('lin', 'APPROVED', 'FIRST')], found: [reviewed] }, // prettier-ignore
  { name: 'a review after it', act(world) { reviewedOn(world); world.write({ 'reviewed-one.flag.yaml': flag({ production: '{ enabled: true, otherwise: off }' }) }); world.commit('ada'); }, approvals: [review('lin')], found: [] }, // prettier-ignore
  { name: 'GitLab’s approvals', act: reviewedOn, approvals: { approved: true, approved_by: [{ user: { username: 'lin', public_email: 'lin@example.com' } }] }, found: [] }, // prettier-ignore
  { name: 'reviews where trailers would do', act: high([]), approvals: [review('lin'), review('kim')], found: [] },
  { name: 'a review and a trailer', act: high(approved('kim')), approvals: [review('lin')], found: [] },
  { name: 'a review and a trailer of one person', act: high(approved('lin')), approvals: [review('x', 'APPROVED', 'HEAD', { email: 'lin@home.example' })], found: [missing] }, // prettier-ignore
];

const twoOwners = owners({ core: ', bob@example.com, mallory@example.com' });

/** A change does not appoint its own judge. */
export const judgeCases: readonly PolicyCase[] = [
  { name: 'approved by somebody who became owner in the range', act(world) { world.write({ 'owners.yaml': twoOwners }); world.commit('sam', { trailers: approved('kim') }); high(approved('bob', 'lin'))(world); }, found: [missing] }, // prettier-ignore
  { name: 'made by somebody who became owner in the range', act(world) { world.write({ 'owners.yaml': twoOwners }); world.commit('sam', { trailers: approved('kim') }); plain('mallory')(world); }, found: [author] }, // prettier-ignore
  { name: 'owners edited in the range', act(world) { world.write({ 'owners.yaml': twoOwners }); world.commit('mallory'); plain('mallory')(world); }, found: [house[0], house[1], author] }, // prettier-ignore
  { name: 'policy deleted in the range', act(world) { world.write({ 'policy.yaml': null }); world.commit('mallory'); plain('mallory')(world); }, found: [house[0], house[1], author] }, // prettier-ignore
  { name: 'policy loosened in the range, rightly', act(world) { world.write({ 'policy.yaml': policy.replace('[owner, role:release-manager]', '[owner, role:release-manager, mallory@example.com]') }); world.commit('sam', { trailers: approved('kim') }); plain('mallory')(world); }, found: [author] }, // prettier-ignore
  { name: 'policy broken in the range', act(world) { world.write({ 'policy.yaml': 'rules: [\n' }); world.commit('mallory'); plain('mallory')(world); }, found: [house[0], house[1], author] }, // prettier-ignore
  { name: 'systems made by somebody who may not', act(world) { world.write({ 'systems.yaml': 'systems: { web: { owner: core, status: active } }\n' }); world.commit('mallory', { trailers: approved('sam') }); }, found: ['author-not-allowed house'] }, // prettier-ignore
  { name: 'an environment added to escape its rule', act(world) { world.write({ 'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: { critical: true }, vault: {}, live: { critical: true } }\n', 'plain.flag.yaml': flag().replace('vault: false', 'vault: false, live: true') }); world.commit('mallory'); }, found: [...house] }, // prettier-ignore
  { name: 'an environment renamed to escape its rule', act(world) { world.write({ 'live.flag.yaml': flag({ production: true }).replace('production: true', 'vaults: true') }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'a rename to escape an owner', act(world) { world.write({ 'live.flag.yaml': null, 'live-two.flag.yaml': flag({ owner: 'other', production: true }) }); world.commit('mallory'); }, found: [kept, author] }, // prettier-ignore
  { name: 'the owner taken over first', act(world) { world.write({ 'plain.flag.yaml': flag({ owner: 'other' }) }); world.commit('mallory'); world.write({ 'plain.flag.yaml': flag({ owner: 'other', production: true }) }); world.commit('mallory'); }, found: [kept, author] }, // prettier-ignore
  { name: 'the owner handed over first, rightly', act(world) { world.write({ 'plain.flag.yaml': flag({ owner: 'other' }) }); world.commit('ada'); world.write({ 'plain.flag.yaml': flag({ owner: 'other', production: true }) }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'deleted and made anew by another', act(world) { world.write({ 'plain.flag.yaml': null }); world.commit('ada'); world.write({ 'plain.flag.yaml': flag({ owner: 'other', production: true }) }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'criticality lowered first', act(world) { world.write({ 'high.flag.yaml': flag({ criticality: 'low' }) }); world.commit('ada'); world.write({ 'high.flag.yaml': flag({ criticality: 'low', production: true }) }); world.commit('ada'); }, found: [missing] }, // prettier-ignore
  { name: 'a map of addresses made in the range', act(world) { world.write({ '.mailmap': 'Ada <ada@example.com> <mallory@example.com>\n' }); world.commit('mallory'); plain('mallory')(world); }, found: [author] }, // prettier-ignore
  { name: 'a branch from before the policy', from: 'bare', act: plain('mallory'), found: [author] },
  { name: 'changed and changed back', act(world) { plain('mallory')(world); world.write({ 'plain.flag.yaml': flag() }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'two dots are three', act: plain('mallory'), range: 'main..HEAD', found: [author] },
  {
    name: 'not committed yet',
    act(world) {
      world.write(highOn);
    },
    range: 'main',
    found: [missing],
  },
  { name: 'not committed yet, with its own policy', act(world) { world.write({ ...highOn, 'policy.yaml': 'rules: []\n' }); }, range: 'main', found: [house[0], missing, house[1]] }, // prettier-ignore
];

const fromAhead = (world: World): void => {
  world.write({ 'theirs.flag.yaml': flag({ owner: 'other', staging: true }) });
  world.commit('mallory');
  world.merge('ahead');
};
const onSide = (world: World, act: (world: World) => void): void => {
  world.git('checkout', '--quiet', '-B', 'side');
  act(world);
  world.git('checkout', '--quiet', 'case');
  world.merge('side');
};

/** Merges, against every parent. */
export const mergeCases: readonly PolicyCase[] = [
  { name: 'a merge of main brings nothing', range: 'ahead...HEAD', act(world) { fromAhead(world); world.commit('mallory'); }, found: [] }, // prettier-ignore
  {
    name: 'a merge of main by an older name of it',
    act(world) {
      fromAhead(world);
      world.commit('mallory');
    },
    found: [],
  },
  { name: 'a merge with a change of its own', range: 'ahead...HEAD', act(world) { fromAhead(world); world.write({ 'live.flag.yaml': flag() }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'a merge that takes main’s change back', range: 'ahead...HEAD', act(world) { fromAhead(world); world.write({ 'plain.flag.yaml': flag() }); world.commit('mallory'); }, found: [author] }, // prettier-ignore
  { name: 'a merge of a side branch answers for nothing', act(world) { onSide(world, plain('ada')); world.commit('mallory'); }, found: [] }, // prettier-ignore
  { name: 'a merge of a side branch hides nothing', act(world) { onSide(world, plain('mallory')); world.commit('ada'); }, found: [author] }, // prettier-ignore
  { name: 'a merge is approved with all it brings', act(world) { onSide(world, high([])); world.commit('sam', { trailers: approved('lin', 'kim') }); }, found: [] }, // prettier-ignore
  { name: 'a merge with a policy of its own', range: 'ahead...HEAD', act(world) { fromAhead(world); world.write({ 'policy.yaml': 'rules: []\n' }); world.commit('mallory'); }, found: [...house] }, // prettier-ignore
];

const emergency =
  (by: keyof typeof people, files: Readonly<Record<string, string>>) =>
  (world: World): void => {
    world.write(files);
    world.commit(by, { trailers: ['Emergency: INC-1'] });
  };
const freeze = 'freeze The peak season of the year.';
const moving = 'freeze The move of the data centre.';
const stagingOn = (world: World): void => {
  world.write({ 'plain.flag.yaml': flag({ staging: true }) });
  world.commit('lin');
};

/** Emergencies, and freezes to the second. */
export const timeCases: readonly PolicyCase[] = [
  { name: 'an emergency of somebody on call', act: emergency('ada', highOn), found: [] },
  { name: 'an emergency of somebody not on call', act: emergency('lin', highOn), found: [missing, 'emergency-not-allowed Emergency'] }, // prettier-ignore
  { name: 'an emergency does not make an owner', act: emergency('sam', plainOn), found: [author] },
  { name: 'on call since this range', act(world) { world.write({ 'owners.yaml': owners().replace('on-call: [', 'on-call: [lin@example.com, ') }); world.commit('sam', { trailers: approved('kim') }); emergency('lin', highOn)(world); }, found: [missing, 'emergency-not-allowed Emergency'] }, // prettier-ignore
  { name: 'the first second of a freeze', now: '2026-12-18T00:00:00Z', act: plain('lin'), found: [freeze] },
  { name: 'the second before it', now: '2026-12-17T23:59:59Z', act: plain('lin'), found: [] },
  { name: 'its last second', now: '2027-01-02T23:59:59Z', act: plain('lin'), found: [freeze] },
  { name: 'the second after it', now: '2027-01-03T00:00:00Z', act: plain('lin'), found: [] },
  { name: 'a freeze in another time zone, before midnight there', now: '2026-12-17T18:59:59-05:00', act: plain('lin'), found: [] }, // prettier-ignore
  {
    name: 'and after midnight of Greenwich there',
    now: '2026-12-17T19:00:00-05:00',
    act: plain('lin'),
    found: [freeze],
  },
  { name: 'a freeze excepts whoever is on call', now: '2026-12-20', act: plain('ada'), found: [] },
  { name: 'a freeze of another environment', now: '2026-12-20', act: stagingOn, found: [] },
  { name: 'a freeze with a zone begins', now: '2026-12-01T07:00:00Z', act: stagingOn, found: [moving] },
  { name: 'the second before that', now: '2026-12-01T06:59:59Z', act: stagingOn, found: [] },
  { name: 'a freeze with another zone ends', now: '2026-12-01T22:30:00Z', act: stagingOn, found: [] },
  { name: 'the second before that too', now: '2026-12-01T22:29:59Z', act: stagingOn, found: [moving] },
  { name: 'an emergency in a freeze', now: '2026-12-20', act: emergency('ada', highOn), found: [] },
  { name: 'an emergency in a freeze of somebody not on call', now: '2026-12-20', act: emergency('lin', plainOn), found: ['emergency-not-allowed Emergency', freeze] }, // prettier-ignore
];
