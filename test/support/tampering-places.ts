import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Try } from './tampering-try.ts';
import { flag, manifest, owners, policy, segment, type CommitParts, type World } from './tampering-world.ts';

const on = flag({ production: true });
const commit = (world: World, parts: CommitParts): void => void world.commit(parts);

/** What a project is made of, in another folder; the policy is left out without `rules`. */
function projectIn(world: World, folder: string, pay: string, rules: boolean): Record<string, string> {
  const files = {
    'flagwright.yaml': manifest(),
    'owners.yaml': owners,
    'pay.flag.yaml': pay,
    'charge.flag.yaml': flag({ criticality: 'high' }),
    'employees.segment.yaml': segment('DE'),
    ...(rules ? { 'policy.yaml': policy(world.keys.fingerprint('forge')) } : {}),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [join(folder, name), text]));
}

const everything = ['flagwright.yaml', 'owners.yaml', 'policy.yaml', 'allowed_signers', 'pay.flag.yaml', 'staff.flag.yaml', 'charge.flag.yaml', 'employees.segment.yaml']; // prettier-ignore

function moved(world: World, to: string): void {
  world.write({ [`${to}/.keep`]: '' });
  world.git('add', '--all');
  world.git('mv', ...everything, to);
  world.commit({ by: 'sam' });
  world.git('tag', '--force', 'base');
}

/** Where a project is, and which of several is the one that is audited. What is before the tag `base`, if there is one, is honest. */
export const placeTries: readonly Try[] = [
  {
    name: 'a project within the project, which is what is left later',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      commit(world, { by: 'sam', files: projectIn(world, 'flags', flag({ staging: true }), true) });
    },
    forged: (world) => {
      commit(world, { by: 'mallory', key: 'none', files: projectIn(world, 'flags', on, false) });
      commit(world, { by: 'mallory', key: 'none', files: { 'flagwright.yaml': null } });
    },
  },
  {
    name: 'a project above the project, without its rules',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      moved(world, 'flags');
      commit(world, { by: 'ada', files: { 'flags/pay.flag.yaml': on } });
    },
    forged: (world) => {
      moved(world, 'flags');
      commit(world, {
        by: 'mallory',
        key: 'none',
        files: { 'flagwright.yaml': manifest(), 'flags/pay.flag.yaml': on },
      });
    },
  },
  {
    name: 'a project that goes together with another, which has no rules',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      commit(world, { by: 'mallory', key: 'none', files: { 'aaa/flagwright.yaml': `${manifest()}# moved\n` } });
      world.write({ 'aaa/flagwright.yaml': null });
      moved(world, 'flags');
    },
    forged: (world) => {
      commit(world, { by: 'mallory', key: 'none', files: { 'aaa/flagwright.yaml': `${manifest()}# moved\n` } });
      world.git('rm', '-rfq', '.');
      commit(world, { by: 'mallory', key: 'none', files: { ...projectIn(world, 'flags', on, false), 'flags/flagwright.yaml': `${manifest()}# moved\n` } }); // prettier-ignore
    },
  },
  {
    name: 'a link to another project in the place of the folder',
    code: ['unsigned', 'author-not-allowed'],
    honest: (world) => {
      moved(world, 'flags');
      commit(world, { by: 'mallory', key: 'none', files: projectIn(world, 'other', on, false) });
    },
    forged: (world) => {
      moved(world, 'flags');
      commit(world, { by: 'mallory', key: 'none', files: projectIn(world, 'other', on, false) });
      rmSync(join(world.path, 'flags'), { recursive: true });
      symlinkSync('other', join(world.path, 'flags'));
      commit(world, { by: 'mallory', key: 'none' });
    },
  },
  {
    name: 'an octopus with main twice, which hides a conflict',
    code: 'unsigned',
    honest: (world) => settled(world, 'ada'),
    forged: (world) => settled(world, 'none'),
  },
  {
    name: 'a date from before the key ran out',
    code: 'bad-signature',
    honest: (world) => expiring(world, '2026-11-04T00:00:00Z', '2026-11-05T00:00:00Z'),
    forged: (world) => expiring(world, '2026-11-20T00:00:00Z', '2026-11-05T00:00:00Z'),
  },
  {
    name: 'a submodule in the place of the project for a while',
    code: ['unsigned', 'author-not-allowed', 'approvals-missing'],
    honest: (world) => moved(world, 'flags'),
    forged: (world) => {
      moved(world, 'flags');
      world.git('rm', '-rfq', 'flags');
      world.git('update-index', '--add', '--cacheinfo', `160000,${world.git('rev-parse', 'HEAD')},flags`);
      world.gitAs({ by: 'mallory', key: 'none' }, 'commit', '-qm', 'x');
      world.git('rm', '-rfq', '--cached', 'flags');
      commit(world, { by: 'mallory', key: 'none', files: projectIn(world, 'flags', on, false) });
    },
  },
];

const byRule =
  '{ enabled: true, rules: [{ name: staff, when: { attribute: country, equals: DE }, serve: on }], otherwise: off }';

/** An octopus of main, of a branch that holds all of main, and of a branch that is in conflict with main. */
function settled(world: World, key: 'ada' | 'none'): void {
  world.branch('side');
  commit(world, { by: 'ada', files: { 'pay.flag.yaml': flag({ production: true, staging: true }) } });
  world.checkout('main');
  commit(world, { by: 'ada', files: { 'pay.flag.yaml': flag({ production: byRule, staging: true }) } });
  world.branch('copy');
  commit(world, { by: 'mallory', key: 'none', files: { 'notes.txt': 'a' } });
  world.git('checkout', '-q', '--detach', 'copy');
  world.write({ 'pay.flag.yaml': flag({ production: true, staging: true }) });
  world.git('add', '--all');
  const tree = world.git('write-tree');
  const sign = key === 'none' ? [] : ['-S'];
  const id = world.gitAs(
    { by: 'ada', key },
    'commit-tree',
    ...sign,
    '-p',
    'main',
    '-p',
    'copy',
    '-p',
    'side',
    '-m',
    'm',
    tree,
  );
  world.git('checkout', '-qf', 'main');
  world.git('reset', '-q', '--hard', id);
}

/** A key of Ada's that counts until 15 November, and a commit of hers. @param dates of the commit before, and of hers */
function expiring(world: World, ...dates: readonly [string, string]): void {
  const lines = world.git('show', 'HEAD:allowed_signers').split('\n');
  const limited = lines.map((line) => `${line.replace(/^(ada@\S+) /, '$1 valid-before="20261115" ')}\n`).join('');
  commit(world, { by: 'sam', files: { allowed_signers: limited } });
  world.git('tag', '--force', 'base');
  commit(world, { by: 'sam', key: 'none', date: dates[0], files: { 'notes.txt': 'a' } });
  commit(world, { by: 'ada', date: dates[1], files: { 'pay.flag.yaml': flag({ production: true, staging: true }) } });
}
