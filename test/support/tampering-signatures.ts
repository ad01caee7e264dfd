import { chmodSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { flag, segment, type World } from './tampering-world.ts';
import type { Try } from './tampering-try.ts';

const on = { 'pay.flag.yaml': flag({ production: true, staging: true }) };
const off = { 'pay.flag.yaml': flag({ staging: true }) };
const broken = { 'pay.flag.yaml': 'description: [\n' };

/** Ada switches production on and signs it. */
const signedOn = (world: World): void => void world.commit({ files: on });

/** Changes that must be signed by who made them. */
export const signatureTries: readonly Try[] = [
  {
    name: 'a change of production without a signature',
    code: 'unsigned',
    honest: signedOn,
    forged: (world) => void world.commit({ key: 'none', files: on }),
  },
  {
    name: 'a signature that was taken off',
    code: 'unsigned',
    honest: signedOn,
    forged: (world) => {
      signedOn(world);
      world.rewriteHead((object) => object.replace(/gpgsig [^]*?-----END SSH SIGNATURE-----\n/, ''));
    },
  },
  {
    name: 'the author of a signed commit is made another',
    code: 'bad-signature',
    honest: signedOn,
    forged: (world) => {
      signedOn(world);
      world.rewriteHead((object) => object.replace('author Ada <ada@example.com>', 'author Lin <lin@example.com>'));
    },
  },
  {
    name: 'the message of a signed commit is altered',
    code: 'bad-signature',
    honest: signedOn,
    forged: (world) => {
      signedOn(world);
      world.rewriteHead((object) => `${object}\nReviewed-by: Lin <lin@example.com>\n`);
    },
  },
  {
    name: 'the tree of a signed commit is another',
    code: 'bad-signature',
    honest: signedOn,
    forged: (world) => {
      world.commit({ files: { 'pay.flag.yaml': flag({ staging: false }) }, key: 'none' });
      world.write(on);
      world.git('add', '--all');
      const tree = world.git('write-tree');
      world.git('reset', '--quiet', '--hard');
      world.commit({ message: 'nothing' });
      world.rewriteHead((object) => object.replace(/^tree .*/, `tree ${tree}`));
    },
  },
  {
    name: "re-signed with another's key",
    code: 'signer-not-author',
    honest: signedOn,
    forged: (world) => void world.commit({ by: 'ada', key: 'mallory', files: on }),
  },
  {
    name: 'signed with a key that nobody allowed',
    code: 'unknown-signer',
    honest: signedOn,
    forged: (world) => void world.commit({ by: 'ada', key: 'stranger', files: on }),
  },
  {
    name: 'a squash',
    code: 'unsigned',
    honest: (world) => squash(world, 'forge'),
    forged: (world) => squash(world, 'none'),
  },
  {
    name: 'a revert',
    code: 'unsigned',
    honest: (world) => {
      signedOn(world);
      world.gitAs({ by: 'lin' }, 'revert', '--no-edit', 'HEAD');
    },
    forged: (world) => {
      signedOn(world);
      world.gitAs({ by: 'lin', key: 'none' }, 'revert', '--no-edit', 'HEAD');
    },
  },
  {
    name: 'a signed tag on a commit without a signature',
    code: 'unsigned',
    honest: (world) => {
      signedOn(world);
      world.git('tag', '-a', '-m', 'v1', 'v1');
    },
    forged: (world) => {
      world.commit({ key: 'none', files: on });
      world.gitAs({ by: 'ada' }, 'tag', '-s', '-m', 'v1', 'v1');
    },
  },
  {
    name: 'a version that is broken, then mended',
    code: 'unsigned',
    honest: (world) => {
      signedOn(world);
      world.commit({ files: broken });
      world.commit({ key: 'none', files: on });
    },
    forged: (world) => {
      signedOn(world);
      world.commit({ files: broken });
      world.commit({ key: 'none', files: off });
    },
  },
  {
    name: 'a version that is broken twice, once in a merge',
    code: 'unsigned',
    honest: (world) => {
      signedOn(world);
      world.commit({ files: broken });
      world.commit({ files: { 'pay.flag.yaml': 'description: {\n' } });
      world.commit({ files: off });
    },
    forged: (world) => {
      signedOn(world);
      world.branch('side');
      world.commit({ files: broken });
      world.checkout('main');
      world.merge({ key: 'none' }, 'side');
      world.commit({ key: 'none', files: off });
    },
  },
  {
    name: 'a version that is a text without fields, then mended',
    code: 'unsigned',
    honest: (world) => {
      signedOn(world);
      world.commit({ files: { 'pay.flag.yaml': 'nothing\n' } });
      world.commit({ key: 'none', files: on });
    },
    forged: (world) => {
      signedOn(world);
      world.commit({ files: { 'pay.flag.yaml': 'nothing\n' } });
      world.commit({ key: 'none', files: off });
    },
  },
  {
    name: 'the mode of a file',
    code: 'unsigned',
    honest: (world) => {
      chmodSync(join(world.path, 'staff.flag.yaml'), 0o755);
      world.commit({ key: 'none' });
    },
    forged: (world) => {
      world.write({ 'elsewhere.txt': flag({}) });
      unlinkSync(join(world.path, 'staff.flag.yaml'));
      symlinkSync('elsewhere.txt', join(world.path, 'staff.flag.yaml'));
      world.commit({ key: 'none' });
    },
  },
  {
    name: 'a link in the place of a flag for a while',
    code: 'unsigned',
    honest: (world) => linked(world, on),
    forged: (world) => linked(world, off),
  },
  {
    name: 'a segment instead of the flag',
    code: 'unsigned',
    honest: (world) => void world.commit({ files: { 'employees.segment.yaml': segment('FR') } }),
    forged: (world) => void world.commit({ key: 'none', files: { 'employees.segment.yaml': segment('FR') } }),
  },
  {
    name: 'a name in another case',
    code: 'unsigned',
    honest: (world) => renamed(world, 'Pay', 'ada'),
    forged: (world) => renamed(world, 'Pay', 'none'),
  },
  {
    name: 'a second file of the same key, which is read first',
    code: 'unsigned',
    honest: (world) => void world.commit({ files: { '0/pay.flag.yaml': flag({ production: true }) } }),
    forged: (world) => void world.commit({ key: 'none', files: { '0/pay.flag.yaml': flag({ production: true }) } }),
  },
  {
    name: 'the file of keys',
    code: 'unsigned',
    honest: (world) => void world.commit({ by: 'sam', files: { allowed_signers: everybody(world) } }),
    forged: (world) => void world.commit({ by: 'sam', key: 'none', files: { allowed_signers: everybody(world) } }),
  },
];

function everybody({ keys }: World): string {
  return (['ada', 'lin', 'sam', 'mallory', 'stranger'] as const).map((name) => keys.line(name)).join('');
}

function squash(world: World, key: 'forge' | 'none'): void {
  world.branch('side');
  signedOn(world);
  world.checkout('main');
  world.git('merge', '--quiet', '--squash', 'side');
  world.commit({ key });
}

function renamed(world: World, name: string, key: 'ada' | 'none'): void {
  world.commit({ key, files: { 'pay.flag.yaml': null, [`${name}.flag.yaml`]: flag({ production: true }) } });
}

function linked(world: World, last: Readonly<Record<string, string>>): void {
  signedOn(world);
  unlinkSync(join(world.path, 'pay.flag.yaml'));
  symlinkSync('charge.flag.yaml', join(world.path, 'pay.flag.yaml'));
  world.commit({});
  world.commit({ key: 'none', files: last });
}
