// What the benchmark of history measures, each as a process of its own. Bundled by it, since the sources are TypeScript.
//   index COMMIT | flag COMMIT KEY | tree COMMIT | diff BASE COMMIT | last COMMIT      in the repository that it is started in
import { openHistory } from '../src/history/history.ts';
import { canonicalText } from '../src/history/canonical.ts';
import { openGit } from '../src/platform/git.ts';
import { findRepository } from '../src/platform/repository.ts';
import { storeFile } from '../src/platform/store-file.ts';
import { decodeDocument } from '../src/source/decode.ts';
import { FOLDER } from './history-folder.js';

const [what, revision = 'HEAD', other = ''] = process.argv.slice(2);
const repository = findRepository(process.cwd());
const git = openGit(repository);

async function open() {
  const store = (name) => storeFile(repository.commonDir, name);
  return openHistory(git, { commit: git.resolve(revision), folder: FOLDER, store });
}

/** All that the `history` command needs to show a flag: versions, messages and what each defines. */
async function flag() {
  const history = await open();
  const versions = await history.describedVersions('flag', other);
  const values = await Promise.all(versions.map((version) => history.value(version)));
  return `${versions.length} versions, ${values.filter(Boolean).length} definitions`;
}

async function last() {
  const history = await open();
  const changes = await Promise.all(history.keys('flag').map((key) => history.lastChange('flag', key)));
  return `${changes.length} flags`;
}

async function all() {
  const history = await open();
  let count = 0;
  for (const key of history.keys('flag')) count += (await history.versions('flag', key)).length;
  return `${count} versions`;
}

async function diff() {
  const trees = await Promise.all([revision, other].map(async (name) => git.tree(await git.resolve(name))));
  const lists = await Promise.all(trees.map((tree) => tree.list(FOLDER)));
  const before = new Map(lists[0].map((entry) => [entry.path, entry.stamp]));
  const paths = lists[1]
    .filter(({ path, stamp }) => before.has(path) && before.get(path) !== stamp)
    .map(({ path }) => path);
  const texts = await Promise.all(
    trees.map((tree) =>
      Promise.all(paths.map(async (path) => canonicalText(decodeDocument(path, await tree.read(path)).value))),
    ),
  );
  return `${paths.length} files, ${texts[0].filter((text, i) => text !== texts[1][i]).length} differ`;
}

const actions = {
  index: async () => `${(await open()).length} commits`,
  flag,
  last,
  all,
  diff,
  tree: async () => `${(await git.tree(await git.resolve(revision)).list(FOLDER)).length} files`,
};
process.stdout.write(`${await actions[what]()}\n`);
await git.close();
