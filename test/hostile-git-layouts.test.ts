import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { putHooks, testHostile, type Hostile, type Place } from './support/hostile-git.ts';

/** What a stranger's branch, or somebody with access to the folder, can put in place. */
const layouts: readonly Hostile[] = [
  {
    name: 'a folder of the checkout that looks like a bare repository',
    layout: (place) => {
      putBare(place, 'flags');
      putBare(place, 'vendor.git');
      place.hide('flags/HEAD', 'flags/config', 'vendor.git');
    },
  },
  {
    name: 'attributes in the checkout',
    local: ['filter.evil.clean=PROGRAM filter', 'diff.evil.textconv=PROGRAM', 'merge.evil.driver=PROGRAM'],
    layout: ({ write, hide }) => {
      write({ '.gitattributes': '* filter=evil diff=evil merge=evil ident export-subst\n[attr]binary -diff\n' });
      write({ 'flags/.gitattributes': '*.yaml working-tree-encoding=UTF-8 eol=lf\n' });
      hide('.gitattributes', 'flags/.gitattributes');
    },
    fires: ['diff'],
    onlyReading: true,
  },
  {
    name: 'attributes of the repository',
    local: ['diff.evil.command=PROGRAM'],
    layout: ({ write }) => write({ '.git/info/attributes': '* diff=evil -text\n' }),
    fires: ['diff'],
  },
  {
    name: 'submodules that cannot be read',
    layout: ({ git, write, hide }) => {
      git('update-index', '--add', '--cacheinfo', `160000,${git('rev-parse', 'HEAD')},sub`);
      write({ '.gitmodules': '[submodule "sub\n path = ../x\n' });
      hide('.gitmodules');
    },
  },
  {
    name: 'a repository in the checkout with settings of its own',
    layout: ({ git, write, path, hide }) => {
      git('init', '--quiet', 'sub');
      git('-C', 'sub', '-c', 'user.name=x', '-c', 'user.email=x@y', 'commit', '--quiet', '--allow-empty', '-m', 'x');
      git('update-index', '--add', '--cacheinfo', `160000,${git('-C', 'sub', 'rev-parse', 'HEAD')},sub`);
      write({ '.gitmodules': '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n', 'sub/dirty': '' });
      execFileSync('git', ['config', 'core.fsmonitor', join(path, '..', 'program')], { cwd: join(path, 'sub') });
      hide('.gitmodules');
    },
    fires: ['status'],
  },
  {
    name: 'a .git file that leads into the checkout',
    layout: (place) => {
      putBare(place, 'store');
      place.write({ 'vendor/.git': 'gitdir: ../store\n', 'vendor/file': '' });
      place.hide('store', 'vendor');
    },
  },
  {
    name: 'replaced commits and contents',
    layout: ({ git }) => {
      git('replace', 'HEAD', 'HEAD~3');
      git('replace', '-f', 'HEAD:flags/flagwright.yaml', 'HEAD:flags/owners.yaml');
    },
  },
  {
    name: 'grafts',
    layout: ({ git, write }) => write({ '.git/info/grafts': `${git('rev-parse', 'HEAD')}\n` }),
  },
  {
    name: 'hooks',
    layout: (place) => putHooks(place, '.git/hooks'),
    fires: ['update-ref', 'refs/heads/other', 'HEAD'],
    onlyReading: true,
  },
  {
    name: 'refs that are called like others',
    layout: ({ git }) => {
      const head = git('rev-parse', 'HEAD');
      for (const name of [
        'tags/main',
        'heads/HEAD',
        `tags/${head}`,
        `heads/${head.slice(0, 7)}`,
        'heads/refs/heads/main',
      ])
        git('update-ref', `refs/${name}`, 'HEAD~4');
    },
  },
  {
    name: 'notes',
    layout: ({ git }) => {
      git('-c', 'user.name=x', '-c', 'user.email=x@y', 'notes', 'add', '-m', 'Reason: of the note', 'HEAD');
    },
  },
  { name: 'a graph of other commits', layout: forgeGraph },
  {
    name: 'graphs and indexes of packs that are garbage',
    layout: ({ write }) =>
      write({
        '.git/objects/info/commit-graph': 'CGPH garbage',
        '.git/objects/info/commit-graphs/commit-graph-chain': 'garbage\n',
        '.git/objects/pack/multi-pack-index': 'MIDX garbage',
        '.git/objects/pack/tmp_pack_x': 'garbage',
      }),
  },
  {
    name: 'objects that are said to be elsewhere',
    layout: ({ write }) =>
      write({ '.git/objects/info/alternates': 'OUTSIDE/none\n../../store/objects\n"quoted\n', 'x.log': '' }),
  },
  {
    name: 'a .git folder elsewhere',
    layout: ({ path, outside }) => {
      renameSync(join(path, '.git'), join(outside, 'elsewhere'));
      writeFileSync(join(path, '.git'), `gitdir: ${outside}/elsewhere\n`);
    },
  },
  {
    name: 'a .git folder behind a link',
    layout: ({ path, outside }) => {
      renameSync(join(path, '.git'), join(outside, 'elsewhere'));
      symlinkSync('../elsewhere', join(path, '.git'));
    },
  },
  {
    name: 'a HEAD that is a link',
    layout: ({ path }) => {
      rmSync(join(path, '.git/HEAD'));
      symlinkSync('refs/heads/main', join(path, '.git/HEAD'));
    },
  },
  {
    name: 'files that are called like options and revisions',
    layout: ({ write, hide }) => {
      const names = ['HEAD', 'main', 'HEAD~1', '--output=x', '-c', ':(glob)**', '@', '--', 'refs/heads/main'];
      for (const name of names) write({ [name]: '' });
      hide(...names.map((name) => name.replaceAll('*', '\\*')), 'refs');
    },
  },
  {
    name: 'a pipe in the checkout',
    layout: ({ path, hide }) => {
      execFileSync('mkfifo', [join(path, 'pipe')]);
      hide('pipe');
    },
  },
  {
    name: 'an index of another kind',
    layout: ({ git }) => {
      git('update-index', '--split-index', '--untracked-cache', '--index-version', '4');
    },
  },
  {
    name: 'packed refs, packed objects, no reflogs',
    layout: ({ git, path, write }) => {
      git('gc', '--quiet');
      rmSync(join(path, '.git/logs'), { recursive: true });
      write({ '.git/FETCH_HEAD': 'garbage\n', '.git/ORIG_HEAD': 'garbage\n' });
    },
  },
  {
    name: 'settings of a working tree',
    local: ['extensions.worktreeConfig=true', 'core.repositoryFormatVersion=1'],
    layout: ({ write }) =>
      write({
        '.git/config.worktree': '[core]\n\tfsmonitor = PROGRAM\n\tworktree = OUTSIDE\n[diff]\n\torderFile = none\n',
      }),
    fires: ['status'],
  },
  {
    name: 'a promise of missing objects in a file of the checkout',
    local: ['include.path=../flags/promise'],
    layout: (place) => {
      putBare(place, 'store');
      place.write({ 'flags/promise': readFileSync(join(place.path, 'store/config'), 'utf8') });
      place.hide('store', 'flags/promise');
    },
    fires: ['cat-file', '-p', '1'.repeat(40)],
  },
];

/** A folder that git takes for a bare repository, with settings that run a program for every object it lacks. */
export function putBare({ write, path }: Place, folder: string): void {
  write({
    [`${folder}/HEAD`]: 'ref: refs/heads/main\n',
    [`${folder}/refs/.keep`]: '',
    [`${folder}/objects/.keep`]: '',
    [`${folder}/config`]:
      '[core]\n\trepositoryFormatVersion = 1\n\tbare = true\n\tfsmonitor = PROGRAM\n[extensions]\n\tpartialClone = evil\n' +
      '[remote "evil"]\n\turl = "ext::PROGRAM"\n\tpromisor = true\n[protocol]\n\tallow = always\n[protocol "ext"]\n\tallow = always\n',
  });
  for (const name of ['refs', 'objects']) rmSync(join(path, folder, name, '.keep'));
}

/** Has git believe that the last commit has the first one as its parent. */
function forgeGraph({ git, path }: Place): void {
  git('commit-graph', 'write', '--reachable');
  const file = join(path, '.git/objects/info/commit-graph');
  const bytes = readFileSync(file);
  const ids = chunk(bytes, 'OIDL');
  const data = chunk(bytes, 'CDAT');
  const at = (commit: string): number => bytes.indexOf(Buffer.from(git('rev-parse', commit), 'hex'), ids) - ids;
  const count = git('rev-list', '--count', '--first-parent', 'HEAD');
  // Of each commit: its tree, its parents by their places, its date.
  bytes.writeUInt32BE(at('HEAD~5') / 20, data + (at('HEAD') / 20) * 36 + 20);
  rmSync(file);
  writeFileSync(file, bytes);
  if (git('rev-list', '--count', '--first-parent', 'HEAD') === count) throw new Error('git does not believe it');
}

function chunk(bytes: Buffer, name: string): number {
  return Number(bytes.readBigUInt64BE(bytes.indexOf(name, 8, 'latin1') + 4));
}

testHostile('layouts', layouts);
