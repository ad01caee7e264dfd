import type { Try } from './tampering-try.ts';
import { flag, type World } from './tampering-world.ts';

const on = { 'pay.flag.yaml': flag({ production: true, staging: true }) };
const note = (text: string): Record<string, string> => ({ 'notes.txt': text });
const harmless = { 'charge.flag.yaml': flag({ staging: true, criticality: 'high' }) };

/** What merges hide. */
export const mergeTries: readonly Try[] = [
  {
    name: 'an unsigned commit behind a signed merge',
    code: 'unsigned',
    honest: (world) => landed(world, 'ada', 'none'),
    forged: (world) => landed(world, 'none', 'ada'),
  },
  {
    name: 'a merge that does what neither side did',
    code: 'unsigned',
    honest: (world) => parted(world, {}),
    forged: (world) => parted(world, on),
  },
  {
    name: 'a merge that adds to what one side did to the same file',
    code: 'unsigned',
    honest: (world) => sameFile(world, 'medium'),
    forged: (world) => sameFile(world, 'low'),
  },
  {
    name: 'an octopus with an arm of its own',
    code: 'unsigned',
    honest: (world) => octopus(world, {}),
    forged: (world) => octopus(world, on),
  },
  {
    name: 'a merge the wrong way round, into a branch from before the policy',
    code: 'unsigned',
    honest: (world) => wrongWay(world, {}),
    forged: (world) => wrongWay(world, on),
  },
  {
    name: 'a commit on a branch from before the policy',
    code: 'unsigned',
    honest: (world) => fromBefore(world, 'ada'),
    forged: (world) => fromBefore(world, 'none'),
  },
  {
    name: 'a merge that goes further than a branch from before the policy',
    code: 'unsigned',
    honest: (world) => further(world, {}),
    forged: (world) => further(world, { 'pay.flag.yaml': flag({ production: true, staging: true }) }),
  },
  {
    name: 'a branch from before the policy that brings the same policy along',
    code: 'unsigned',
    honest: (world) => fromBefore(world, 'ada', 'policy.yaml', 'allowed_signers'),
    forged: (world) => fromBefore(world, 'none', 'policy.yaml', 'allowed_signers'),
  },
  {
    name: 'a merge that takes back what the other side did',
    code: 'unsigned',
    honest: (world) => takenBack(world),
    forged: (world) => takenBack(world, '-s', 'ours'),
  },
  {
    name: 'a merge that drops the policy',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      world.branch('old', 'before');
      world.commit({ key: 'none', files: note('old') });
      world.merge({ key: 'none' }, 'main');
    },
    forged: (world) => {
      world.branch('old', 'before');
      world.commit({ key: 'none', files: note('old') });
      world.merge({ key: 'none' }, '-s', 'ours', 'main');
    },
  },
  {
    name: 'an old commit of a good signature, merged again',
    code: 'unsigned',
    honest: (world) => replayed(world, false),
    forged: (world) => replayed(world, true),
  },
  {
    name: 'a history that has nothing to do with this one',
    code: 'unsigned',
    honest: (world) => unrelated(world, note('other')),
    forged: (world) => unrelated(world, { 'new.flag.yaml': flag({ production: true }) }),
  },
  {
    name: 'a conflict that is settled for the other side',
    code: 'unsigned',
    honest: (world) => conflict(world, 'ada'),
    forged: (world) => conflict(world, 'none'),
  },
  {
    name: 'a signed tag that is merged vouches for nothing',
    code: 'unsigned',
    honest: (world) => mergedTag(world, {}),
    forged: (world) => mergedTag(world, on),
  },
  {
    name: 'a broken version in a merge, mended after',
    code: 'unsigned',
    honest: (world) => brokenMerge(world, true),
    forged: (world) => brokenMerge(world, false),
  },
];

function landed(world: World, commit: 'ada' | 'none', merge: 'ada' | 'none'): void {
  world.branch('side');
  world.commit({ key: commit, files: on });
  world.checkout('main');
  world.merge({ key: merge }, 'side');
}

function parted(world: World, files: Readonly<Record<string, string>>): void {
  world.branch('side');
  world.commit({ key: 'none', files: harmless });
  world.checkout('main');
  world.commit({ key: 'none', files: note('main') });
  world.merge({ key: 'none', files }, 'side');
}

function sameFile(world: World, criticality: string): void {
  world.branch('side');
  world.commit({ files: { 'pay.flag.yaml': flag({ production: true, staging: true }) } });
  world.checkout('main');
  world.commit({ key: 'none', files: note('main') });
  world.merge(
    { key: 'none', files: { 'pay.flag.yaml': flag({ production: true, staging: true, criticality }) } },
    'side',
  );
}

function octopus(world: World, files: Readonly<Record<string, string>>): void {
  for (const name of ['one', 'two', 'three']) {
    world.branch(name, 'main');
    world.commit({ key: 'none', files: { [`${name}.txt`]: name } });
  }
  world.checkout('main');
  world.merge({ key: 'none', files }, 'one', 'two', 'three');
}

function wrongWay(world: World, files: Readonly<Record<string, string>>): void {
  world.branch('old', 'before');
  world.commit({ key: 'none', files: note('old') });
  world.merge({ key: 'none', files }, 'main');
  world.checkout('main');
  world.git('merge', '--quiet', '--ff-only', 'old');
}

function fromBefore(world: World, key: 'ada' | 'none', ...along: string[]): void {
  world.branch('old', 'before');
  world.commit({ key, files: { 'staff.flag.yaml': flag({ production: true }) } });
  if (along.length > 0) {
    world.git('checkout', 'main', '--', ...along);
    world.commit({ by: 'sam' });
  }
  world.checkout('main');
  world.merge({ key: 'none' }, 'old');
}

function further(world: World, files: Readonly<Record<string, string>>): void {
  world.branch('old', 'before');
  world.commit({
    files: { 'pay.flag.yaml': flag({ production: '{ enabled: true, otherwise: { on: 5, off: 95 } }' }) },
  });
  world.checkout('main');
  world.gitAs({ key: 'none' }, 'merge', '--quiet', '--no-ff', '--no-commit', '-X', 'theirs', 'old');
  world.commit({ key: 'none', files });
}

function takenBack(world: World, ...how: string[]): void {
  world.branch('side');
  world.commit({ key: 'none', files: note('side') });
  world.checkout('main');
  world.commit({ files: on });
  world.checkout('side');
  world.merge({ key: 'none' }, ...how, 'main');
}

function replayed(world: World, isOn: boolean): void {
  world.commit({ files: on });
  world.branch('side');
  world.checkout('main');
  world.commit({ files: { 'pay.flag.yaml': flag({ staging: true }) } });
  world.checkout('side');
  world.commit({ key: 'none', files: note('side') });
  world.checkout('main');
  world.merge({ key: 'none', files: isOn ? on : {} }, 'side');
}

function unrelated(world: World, files: Readonly<Record<string, string>>): void {
  world.git('checkout', '--quiet', '--orphan', 'other');
  world.git('rm', '-rfq', '.');
  world.commit({ key: 'none', files });
  world.checkout('main');
  world.merge({ key: 'none' }, '--allow-unrelated-histories', 'other');
}

function conflict(world: World, key: 'ada' | 'none'): void {
  world.commit({ files: on });
  world.branch('side');
  world.commit({
    files: { 'pay.flag.yaml': flag({ production: '{ enabled: true, otherwise: off }', staging: true }) },
  });
  world.checkout('main');
  world.commit({ files: { 'pay.flag.yaml': flag({ staging: true }) } });
  world.merge({ key }, '-X', 'theirs', 'side');
}

function mergedTag(world: World, files: Readonly<Record<string, string>>): void {
  world.branch('side');
  world.commit({ key: 'none', files: note('side') });
  world.gitAs({ by: 'ada' }, 'tag', '-s', '-m', 'v1', 'v1');
  world.checkout('main');
  world.gitAs({ key: 'none' }, 'merge', '--quiet', '--no-ff', '--no-edit', 'v1');
  world.write(files);
  world.git('add', '--all');
  world.gitAs({ key: 'none' }, 'commit', '--quiet', '--amend', '--no-edit');
}

function brokenMerge(world: World, same: boolean): void {
  world.commit({ files: on });
  world.branch('side');
  world.commit({ key: 'none', files: note('side') });
  world.checkout('main');
  world.merge({ key: 'ada', files: { 'pay.flag.yaml': 'description: [\n' } }, 'side');
  world.commit({ key: 'none', files: same ? on : { 'pay.flag.yaml': flag({}) } });
}
