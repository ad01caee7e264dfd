import type { Try } from './tampering-try.ts';
import { flag, freezes, manifest, owners, policy, segment, type CommitParts, type World } from './tampering-world.ts';

const on = { 'pay.flag.yaml': flag({ production: true, staging: true }) };
const rulesOf = ({ keys }: World, more = freezes): string => policy(keys.fingerprint('forge'), more);
const loose = (world: World): string => rulesOf(world).replace('required: [production]', 'required: []');
const commit = (world: World, parts: CommitParts): void => void world.commit(parts);

/** Changes by who may not make them, and of what decides about that. */
export const ruleTries: readonly Try[] = [
  {
    name: 'somebody who owns nothing, with a good signature',
    code: 'author-not-allowed',
    honest: (world) => commit(world, { by: 'lin', files: on }),
    forged: (world) => commit(world, { by: 'mallory', files: on }),
  },
  {
    name: 'the policy is loosened in the commit that needs it loose',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      commit(world, { by: 'sam', files: { 'policy.yaml': loose(world) } });
      commit(world, { by: 'ada', key: 'none', files: on });
    },
    forged: (world) => commit(world, { by: 'ada', key: 'none', files: { ...on, 'policy.yaml': loose(world) } }),
  },
  {
    name: 'a key is allowed in the commit that it signs',
    code: ['author-not-allowed', 'unknown-signer'],
    honest: (world) => {
      commit(world, { by: 'sam', files: { allowed_signers: world.keys.line('stranger', 'ada') } });
      commit(world, { by: 'ada', key: 'stranger', files: on });
    },
    forged: (world) =>
      commit(world, {
        by: 'mallory',
        key: 'stranger',
        files: { ...on, allowed_signers: world.keys.line('stranger', 'mallory') },
      }),
  },
  {
    name: 'a team is joined in the commit that needs it',
    code: 'author-not-allowed',
    honest: (world) => {
      commit(world, { by: 'sam', files: { 'owners.yaml': joined } });
      commit(world, { by: 'mallory', files: on });
    },
    forged: (world) => commit(world, { by: 'mallory', files: { ...on, 'owners.yaml': joined } }),
  },
  {
    name: 'a flag is taken over in the commit that needs its owner',
    code: 'author-not-allowed',
    honest: (world) => {
      commit(world, { by: 'ada', files: { 'pay.flag.yaml': flag({ owner: 'guests', staging: true }) } });
      commit(world, { by: 'mallory', files: { 'pay.flag.yaml': flag({ owner: 'guests', production: true }) } });
    },
    forged: (world) =>
      commit(world, { by: 'mallory', files: { 'pay.flag.yaml': flag({ owner: 'guests', production: true }) } }),
  },
  {
    name: 'the policy goes to another folder',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => moved(world, { by: 'sam' }, everything),
    forged: (world) => {
      moved(world, { by: 'ada', key: 'none' }, ['policy.yaml']);
      commit(world, { by: 'ada', key: 'none', files: on });
    },
  },
  {
    name: 'the project goes to another folder, with a policy that is looser',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      moved(world, { by: 'sam' }, everything);
      commit(world, { by: 'ada', files: { 'flags/pay.flag.yaml': flag({ production: true }) } });
    },
    forged: (world) => {
      world.write({ 'policy.yaml': loose(world) });
      moved(world, { by: 'ada', key: 'none' }, everything);
      commit(world, { by: 'ada', key: 'none', files: { 'flags/pay.flag.yaml': flag({ production: true }) } });
    },
  },
  {
    name: 'the project goes, and comes back elsewhere without a policy',
    code: ['unsigned', 'author-not-allowed', 'approvals-missing'],
    honest: (world) => commit(world, { by: 'sam', key: 'none', files: { 'notes.txt': 'nothing' } }),
    forged: (world) => {
      world.git('rm', '-rfq', '.');
      world.write({ 'README.md': 'gone\n' });
      world.commit({ by: 'ada', key: 'none' });
      commit(world, {
        by: 'ada',
        key: 'none',
        files: { 'flags/flagwright.yaml': manifest(), 'flags/pay.flag.yaml': flag({ production: true }) },
      });
    },
  },
  {
    name: 'the policy is broken, and what it forbids is done',
    code: 'unsigned',
    honest: (world) => {
      commit(world, { by: 'sam', files: { 'policy.yaml': 'rules: [\n' } });
      commit(world, { by: 'ada', files: on });
    },
    forged: (world) => {
      commit(world, { by: 'sam', files: { 'policy.yaml': 'rules: [\n' } });
      commit(world, { by: 'ada', key: 'none', files: on });
    },
  },
  {
    name: 'the policy becomes a link',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => commit(world, { by: 'sam', files: { 'policy.yaml': `# checked\n${rulesOf(world)}` } }),
    forged: (world) => {
      const id = world.gitAs({ key: 'none' }, 'rev-parse', 'HEAD:flagwright.yaml');
      world.git('update-index', '--cacheinfo', `120000,${id},policy.yaml`);
      world.gitAs({ key: 'none' }, 'commit', '--quiet', '-m', 'link');
    },
  },
  {
    name: 'an environment that is added with what is switched on in it',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      commit(world, { by: 'sam', files: { 'flagwright.yaml': manifest(', live: {}') } });
      commit(world, { by: 'ada', key: 'none', files: live });
    },
    forged: (world) =>
      commit(world, { by: 'ada', key: 'none', files: { ...live, 'flagwright.yaml': manifest(', live: {}') } }),
  },
  {
    name: 'a flag that is deleted, and comes back as of another owner',
    code: 'author-not-allowed',
    honest: (world) => recreated(world, { by: 'ada' }, 'checkout'),
    forged: (world) => recreated(world, { by: 'mallory' }, 'guests'),
  },
  {
    name: 'a flag that is renamed',
    code: 'author-not-allowed',
    honest: (world) => renamed(world, 'ada'),
    forged: (world) => renamed(world, 'mallory'),
  },
  {
    name: 'a segment of a flag that somebody else owns',
    code: 'author-not-allowed',
    honest: (world) => commit(world, { by: 'ada', files: { 'employees.segment.yaml': segment('FR') } }),
    forged: (world) => commit(world, { by: 'mallory', files: { 'employees.segment.yaml': segment('FR') } }),
  },
  {
    name: 'a freeze',
    code: 'freeze',
    honest: (world) => commit(world, { files: on, date: '2026-12-17T12:00:00Z' }),
    forged: (world) => commit(world, { files: on, date: '2026-12-20T12:00:00Z' }),
  },
  {
    name: 'a freeze, with a date from before it',
    code: 'freeze',
    honest: (world) => afterwards(world, '2026-12-16T12:00:00Z', '2026-12-17T12:00:00Z'),
    forged: (world) => afterwards(world, '2026-12-20T12:00:00Z', '2026-12-17T12:00:00Z'),
  },
  {
    name: 'a freeze, with a date from after it',
    code: 'freeze',
    honest: (world) => afterwards(world, '2026-12-20T12:00:00Z', '2027-01-03T12:00:00Z'),
    forged: (world) => {
      afterwards(world, '2026-12-20T12:00:00Z', '2027-01-03T12:00:00Z');
      commit(world, { date: '2026-12-21T12:00:00Z', key: 'none', files: { 'notes.txt': 'more' } });
    },
  },
  {
    name: 'a freeze, with a date that has not come yet',
    code: 'freeze',
    now: '2026-12-21T00:00:00Z',
    honest: (world) => afterwards(world, '2026-12-16T12:00:00Z', '2026-12-17T12:00:00Z'),
    forged: (world) => afterwards(world, '2026-12-20T12:00:00Z', '2099-01-01T00:00:00Z'),
  },
  {
    name: 'a freeze that is taken out of the policy while it holds',
    code: 'freeze',
    honest: (world) =>
      commit(world, { by: 'sam', date: '2027-01-03T12:00:00Z', files: { 'policy.yaml': rulesOf(world, '') } }),
    forged: (world) =>
      commit(world, { by: 'sam', date: '2026-12-20T12:00:00Z', files: { 'policy.yaml': rulesOf(world, '') } }),
  },
  {
    name: 'a branch that lands in a freeze',
    code: 'freeze',
    honest: (world) => landedAt(world, '2026-12-17T18:00:00Z'),
    forged: (world) => landedAt(world, '2026-12-20T18:00:00Z'),
  },
  {
    name: 'a branch that lands in a freeze, in an emergency',
    code: ['freeze', 'emergency-not-allowed'],
    honest: (world) => hurried(world, 'ada'),
    forged: (world) => hurried(world, 'lin'),
  },
];

const everything = [
  'policy.yaml',
  'flagwright.yaml',
  'owners.yaml',
  'allowed_signers',
  'pay.flag.yaml',
  'staff.flag.yaml',
  'charge.flag.yaml',
  'employees.segment.yaml',
];

const joined = owners.replace('lin@example.com]', 'lin@example.com, mallory@example.com]');
const live = { 'pay.flag.yaml': `${flag({ staging: true })}  live: true\n` };

function moved(world: World, parts: CommitParts, names: readonly string[]): void {
  world.write({ 'flags/.keep': '' });
  world.git('add', '--all');
  world.git('mv', ...names, 'flags/');
  world.commit(parts);
}

function recreated(world: World, parts: CommitParts, owner: string): void {
  world.commit({ by: 'ada', files: { 'pay.flag.yaml': null } });
  world.commit({ ...parts, files: { 'pay.flag.yaml': flag({ owner, production: true }) } });
}

function renamed(world: World, by: 'ada' | 'mallory'): void {
  world.commit({ by, files: { 'staff.flag.yaml': null, 'crew.flag.yaml': flag({ owner: 'guests' }) } });
}

function afterwards(world: World, first: string, second: string): void {
  world.commit({ date: first, key: 'none', files: { 'notes.txt': 'a note' } });
  world.commit({ date: second, files: on });
}

function landedAt(world: World, date: string): void {
  world.branch('side');
  world.commit({ date: '2026-12-16T12:00:00Z', files: on });
  world.checkout('main');
  world.commit({ date: '2026-12-17T12:00:00Z', key: 'none', files: { 'notes.txt': 'a note' } });
  world.merge({ date, key: 'none' }, 'side');
}

function hurried(world: World, by: 'ada' | 'lin'): void {
  world.branch('side');
  const id = world.commit({ by, date: '2026-12-20T12:00:00Z', files: on, message: 'On\n\nEmergency: INC-9' });
  world.commit({ by: 'sam', date: '2026-12-20T13:00:00Z', message: `Seen\n\nReviews-Emergency: ${id}\nReviewed-by: Sam <sam@example.com>` }); // prettier-ignore
  world.checkout('main');
  world.merge({ by: 'lin', date: '2026-12-20T18:00:00Z', key: 'none' }, 'side');
}
