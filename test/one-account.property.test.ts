import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { absent, changesBetween, following, type Defined } from '../src/meaning/between.ts';
import type { Change } from '../src/meaning/change.ts';
import { parseDocument } from '../src/source/document.ts';
import { importHistory, type ImportedCommit } from './support/imported-history.ts';
import { commitsOf, flagKeys, randomHistory } from './support/random-history.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

/** Breaks the text of a flag, from one commit to before another. */
const breaks = fc.array(
  fc.record({ flag: fc.constantFrom(...flagKeys), from: fc.nat(8), commits: fc.integer({ min: 1, max: 3 }) }),
  {
    maxLength: 4,
  },
);

type Break = typeof breaks extends fc.Arbitrary<infer T extends readonly unknown[]> ? T[number] : never;
type Files = ReadonlyMap<string, string>;

/** Every file after each commit, some of them broken; two commits always differ. */
function statesOf(commits: readonly ImportedCommit[], some: readonly Break[]): Files[] {
  const files = new Map<string, string>();
  return commits.map(({ files: changed }, at) => {
    for (const [path, text] of Object.entries(changed)) {
      if (typeof text === 'string') files.set(path, text);
      else files.delete(path);
    }
    const state = new Map(files).set('counter.txt', String(at));
    for (const { flag, from, commits: length } of some) {
      if (at < from || at >= from + length) continue;
      for (const [path, text] of files) if (nameOf(path) === `${flag}.flag.yaml`) state.set(path, `broken: [\n${text}`);
    }
    return state;
  });
}

function historyOf(states: readonly Files[]): ImportedCommit[] {
  return states.map((state, at) => {
    const before = states[at - 1] ?? new Map<string, string>();
    const changed = [...state].filter(([path, text]) => before.get(path) !== text);
    const gone = [...before.keys()].filter((path) => !state.has(path)).map((path) => [path, null] as const);
    return { files: Object.fromEntries<string | null>([...changed, ...gone]) };
  });
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

const pathIn = (state: Files, flag: string): string | undefined =>
  [...state.keys()].filter((one) => nameOf(one) === `${flag}.flag.yaml`).toSorted()[0];

/**
 * What two states say, the first with what led to it. Of the same file in both there is nothing to say, whether it can be
 * read or not.
 */
function changesOf(states: readonly Files[], from: number, to: number, flag: string): Change[] {
  const [before, after] = [states[from]!, states[to]!];
  const [old, now] = [pathIn(before, flag), pathIn(after, flag)];
  if (old !== undefined && old === now && before.get(old) === after.get(now)) return [];
  const led = states.slice(0, from + 1).reduce((state, files) => following(state, definedIn(files, flag)), absent);
  return changesBetween('flag', led, definedIn(after, flag));
}

function definedIn(state: Files, flag: string): Defined {
  const path = pathIn(state, flag);
  if (path === undefined) return { state: 'absent' };
  const { value, problems } = parseDocument(path, state.get(path) ?? '');
  return problems.length > 0 ? { state: 'unreadable', path } : { state: 'present', path, value };
}

type Told = Pick<Change, 'kind' | 'environment' | 'path' | 'summary'>;
const told = (changes: readonly Told[]): string[] =>
  changes
    .map(({ kind, environment, path, summary }) => JSON.stringify([kind, environment ?? null, path, summary]))
    .toSorted();

async function answer<T>(repository: TemporaryRepository, ...args: string[]): Promise<T> {
  const { stdout, stderr } = await runMain([...args, '--json'], repository.path, repository.env);
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

interface HistoryAnswer {
  readonly versions: readonly { readonly commit: string; readonly changes: readonly Told[] }[];
}
interface AuditAnswer {
  readonly entries: readonly {
    readonly commit: string;
    readonly flag: string | null;
    readonly changes: readonly Told[];
  }[];
}
interface DiffAnswer {
  readonly flags: readonly { readonly key: string; readonly changes: readonly Told[] }[];
}

it('history, audit and diff tell one story of every commit', { timeout: 300_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(randomHistory, breaks, fc.nat(), fc.nat(), async (random, some, left, right) => {
      const repository = temporaryRepository();
      try {
        const states = statesOf(commitsOf(random), some);
        const ids = importHistory(repository, historyOf(states));
        repository.git('reset', '--quiet', '--hard', 'main');
        const audit = await answer<AuditAnswer>(repository, 'audit');
        for (const flag of flagKeys) {
          const byAudit = audit.entries.filter((entry) => entry.flag === flag);
          // A flag that is gone has a history all the same.
          const { versions } = await answer<HistoryAnswer>(repository, 'history', flag);
          const own = versions.filter(({ changes }) => changes.length > 0);
          expect(own.map(({ commit, changes }) => [commit, told(changes)])).toEqual(
            byAudit.map(({ commit, changes }) => [commit, told(changes)]),
          );
        }
        const [a, b] = [left % ids.length, right % ids.length];
        const { flags } = await answer<DiffAnswer>(repository, 'diff', `${ids[a]}..${ids[b]}`);
        for (const flag of flagKeys) {
          const wanted = changesOf(states, a, b, flag);
          const changes = flags.find((one) => one.key === flag)?.changes ?? [];
          // What a segment changes in its flags is told with them, under its name.
          expect(told(changes.filter(({ path }) => path[0] !== 'segments'))).toEqual(told(wanted));
        }
      } finally {
        repository.remove();
      }
    }),
    { numRuns: 60 },
  );
});
