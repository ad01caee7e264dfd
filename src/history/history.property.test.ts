import { definitionKinds } from '../meaning/definition-kind.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { importHistory, type ImportedCommit } from '../../test/support/imported-history.ts';
import { temporaryRepository } from '../../test/support/repository.ts';
import { openGit, type Git } from '../git/git.ts';
import { findRepository } from '../git/repository.ts';
import { loadProject } from '../project/load.ts';
import { joined } from '../../test/support/memory-store.ts';
import type { StoreFile } from '../project/record-store.ts';
import { canonicalText } from '../meaning/canonical.ts';
import { openHistory } from './open-history.ts';
import { walkBack } from './walk.ts';

const mostly = ['value', 'value', 'comment', 'order', 'move', 'duplicate', 'remove', 'remove', 'merge'];

/** What a commit may do to one of three flags. Most of the time only some of it applies. */
const operation = fc.record({
  what: fc.constantFrom(...mostly, 'weights', 'break', 'link', 'segment', 'owners', 'unrelated', 'folder', 'nothing'),
  key: fc.nat(2),
  value: fc.nat(2),
});

type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

type Files = Map<string, string | { readonly link: string }>;

interface Planned {
  readonly commits: ImportedCommit[];
  /** The folder of the project in each commit. */
  readonly folders: string[];
}

const flagFile = (folder: string, key: number, place: number): string =>
  `${folder}/${['', 'b/', 'a/deep/'][place]}flag-${key}.flag.yaml`;

function flagText(key: number, value: number, how: string): string {
  const weights = how === 'weights' ? '{ off: 1, on: 2 }' : '{ on: 2, off: 1 }';
  const lines = [`key: flag-${key}`, `description: text ${value}`, `otherwise: ${weights}`];
  if (how === 'order') lines.reverse();
  if (how === 'comment') lines.splice(1, 0, '# why', '');
  if (how === 'break') lines.push('environments: [');
  return `${lines.join('\n')}\n`;
}

/** The files of each commit by the operations, and so what each changes against its first parent. */
function plan(operations: readonly Operation[]): Planned {
  const commits: ImportedCommit[] = [
    { files: { 'p0/flagwright.yaml': 'version: 1\n', 'README.md': 'x' }, parents: [] },
  ];
  const folders = ['p0'];
  let files: Files = new Map(Object.entries(commits[0]?.files ?? {}) as [string, string][]);
  let folder = 'p0';
  let main = 0;
  const commit = (after: Files, parents: number[]): number => {
    const changes: Record<string, string | null | { readonly link: string }> = {};
    for (const [path, content] of after) if (files.get(path) !== content) changes[path] = content;
    for (const path of files.keys()) if (!after.has(path)) changes[path] = null;
    folders.push(folder);
    return commits.push({ files: changes, parents }) - 1;
  };
  operations.forEach((one, i) => {
    const before = folder;
    const after = new Map(files);
    if (one.what === 'folder') {
      folder = `p${i + 1}`;
      for (const path of files.keys()) {
        if (!path.startsWith(`${before}/`)) continue;
        after.set(folder + path.slice(before.length), after.get(path) ?? '');
        after.delete(path);
      }
      // A flag changed or removed while everything moves.
      if (one.value === 0) after.set(flagFile(folder, one.key, 0), flagText(one.key, 1, 'value'));
      if (one.value === 1) for (const place of [0, 1, 2]) after.delete(flagFile(folder, one.key, place));
    } else applyTo(after, folder, one, i);
    if (one.what === 'merge') {
      const side = commit(after, [main]);
      main = commit(after, [main, side]);
    } else main = commit(after, [main]);
    files = after;
  });
  return { commits, folders };
}

function applyTo(files: Files, folder: string, { what, key, value }: Operation, i: number): void {
  const places = [0, 1, 2].map((place) => flagFile(folder, key, place));
  const present = places.find((path) => files.has(path)) ?? places[value] ?? '';
  const content = files.get(present) ?? flagText(key, value, 'value');
  switch (what) {
    case 'remove':
      for (const path of places) files.delete(path);
      return;
    case 'move':
      files.delete(present);
      files.set(places[value] ?? '', value === 2 ? content : flagText(key, value, 'value'));
      return;
    case 'duplicate':
      files.set(places[value] ?? '', flagText(key, i, 'value'));
      return;
    case 'link':
      files.set(present, { link: `nowhere-${value}` });
      return;
    case 'segment':
      files.set(`${folder}/s.segment.yaml`, `key: s\ndescription: ${value}\n`);
      return;
    case 'owners':
      files.set(`${folder}/owners.yaml`, `team: # ${i}\n  name: ${value}\n`);
      return;
    case 'unrelated':
      files.set(`src/${value}.yaml`, `a: ${i}\n`);
      files.set(`elsewhere/flag-${key}.flag.yaml`, `key: ${i}\n`);
      return;
    case 'nothing':
      return;
    default:
      files.set(present, flagText(key, value, what));
  }
}

/** What defines each key in a commit: its path in the project and what it means, undefined if it cannot be read. */
type State = Map<string, { path: string; meaning: string | undefined; content: string }>;

async function stateAt(git: Git, commit: string, folder: string): Promise<State> {
  const project = await loadProject(git.tree(commit), folder);
  const stamps = new Map((await git.tree(commit).list(folder)).map(({ path, stamp }) => [path, stamp]));
  const state: State = new Map();
  const counted = [...project.flags.values(), ...project.segments.values()].map(({ file }) => file);
  for (const [file, { kind, key }] of project.files) {
    if (kind === 'spec' || ((kind === 'flag' || kind === 'segment') && !counted.includes(file))) continue;
    const document = await project.document(file);
    const readable = stamps.get(file) !== undefined && document.problems.length === 0;
    state.set(`${kind} ${key}`, {
      path: file.slice(folder.length + 1),
      meaning: readable ? canonicalText(document.value) : undefined,
      content: stamps.get(file) ?? (await linkId(git, commit, file)),
    });
  }
  return state;
}

/** Something that tells one link from another. */
async function linkId(git: Git, commit: string, file: string): Promise<string> {
  return (await git.object(`${commit}:${file}`))?.content.toString() ?? '';
}

/** The versions of everything along a chain, one line each, told by comparing whole projects. */
function naiveVersions(chain: readonly { id: string; folder: string; state: State }[]): Record<string, string[]> {
  const versions: Record<string, string[]> = {};
  let before: State = new Map();
  let folderBefore = '';
  for (const { id, folder, state } of chain) {
    for (const name of new Set([...before.keys(), ...state.keys()])) {
      const [old, now] = [before.get(name), state.get(name)];
      const same =
        old?.path === now?.path &&
        (old?.content === now?.content || (old?.meaning !== undefined && old.meaning === now?.meaning));
      if (same) continue;
      const what = now === undefined ? 'removed' : now.meaning === undefined ? 'unreadable' : 'present';
      const path = now ? `${folder}/${now.path}` : `${folderBefore}/${old?.path}`;
      const moved = old && now && old.path !== now.path ? ` from ${folderBefore}/${old.path}` : '';
      (versions[name] ??= []).push(`${id} ${what} ${path}${moved} ${now?.meaning}`);
    }
    before = state;
    folderBefore = folder;
  }
  return versions;
}

async function indexedVersions(git: Git, commit: string, folder: string, store: (name: string) => StoreFile) {
  const history = await openHistory(git, { commit, folder, store });
  const versions: Record<string, string[]> = {};
  for (const kind of definitionKinds) {
    for (const key of history.keys(kind)) {
      const all = await history.versions(kind, key);
      const lines = all.map(async (version) => {
        const { commit, state, path, movedFrom } = version;
        const value = await history.value(version);
        return `${commit} ${state} ${path}${movedFrom ? ` from ${movedFrom}` : ''} ${value && canonicalText(value)}`;
      });
      versions[`${kind} ${key}`] = await Promise.all(lines);
      expect(all.map(({ number }) => number)).toEqual(all.map((_, i) => i + 1));
      expect(all.map(({ previous }) => previous)).toEqual([undefined, ...all.slice(0, -1).map(({ commit }) => commit)]);
      expect((await history.lastChange(kind, key))?.commit).toBe(all.at(-1)?.commit);
      const touchedBy = history
        .changingCommits()
        .filter(({ entries }) => entries.some((e) => e.kind === kind && e.key === key));
      expect(touchedBy.map((one) => one.commit)).toEqual(expect.arrayContaining(all.map((one) => one.commit)));
    }
  }
  expect(history.incomplete).toBe(false);
  return versions;
}

function memoryStore(): (name: string) => StoreFile {
  const files = new Map<string, Uint8Array>();
  return (name) => ({
    read: () => files.get(name),
    write: (pieces) => void files.set(name, joined(pieces)),
    digest: (bytes) => `${Buffer.from(bytes as Uint8Array).reduce((sum, byte) => (sum * 31 + byte) >>> 0, 7)}`,
  });
}

test('versions are those of comparing whole projects, from whatever index, extended by whatever steps', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 1, maxLength: 14 }),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 4 }),
      async (operations, visits, sample) => {
        const repository = temporaryRepository();
        const git = openGit(findRepository(repository.path) ?? never(), { env: repository.env });
        try {
          const { commits, folders } = plan(operations);
          const ids = importHistory(repository, commits);
          const states = await Promise.all(ids.map((id, i) => stateAt(git, id, folders[i] ?? '')));
          const chainOf = (last: number): { id: string; folder: string; state: State }[] => {
            const chain = [];
            for (let at: number | undefined = last; at !== undefined; at = commits[at]?.parents?.[0]) {
              chain.unshift({ id: ids[at] ?? '', folder: folders[at] ?? '', state: states[at] ?? new Map() });
            }
            return chain;
          };
          const store = memoryStore();
          for (const visit of [...visits, ids.length - 1]) {
            const at = visit % ids.length;
            const found = await indexedVersions(git, ids[at] ?? '', folders[at] ?? '', store);
            expect(found).toEqual(naiveVersions(chainOf(at)));
          }
          const last = [git, ids.at(-1) ?? '', folders.at(-1) ?? '', () => false] as const;
          expect(await walkBack(...last, sample)).toEqual(await walkBack(...last, Infinity));
        } finally {
          await git.close();
          repository.remove();
        }
      },
    ),
    { numRuns: 25 },
  );
});

function never(): never {
  throw new Error('no repository was made');
}
