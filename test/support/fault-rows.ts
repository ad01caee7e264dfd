import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { temporaryRepository, type TemporaryRepository } from './repository.ts';

/** A command to which something happens, and the repository of the example that it runs in. */
export interface FaultRow {
  readonly name: string;
  readonly args: readonly string[];
  /** Whether the repository is without a project. */
  readonly isEmpty?: boolean;
  /** Prepares the repository; gives the files that are somebody else's. */
  prepare?(repository: TemporaryRepository): readonly string[];
}

const rollback = 'rollback payment-api-v2 --off --cascade --accept fallback-capacity --env production --apply';

export const commits = {
  rollback: { name: 'rollback --apply of two flags', args: rollback.split(' ') },
  disable: { name: 'disable --commit', args: ['disable', 'new-checkout-ui', '--env', 'production', '--commit'] },
  rollout: {
    name: 'rollout --commit beside changes of somebody else',
    args: ['rollout', 'new-checkout-ui', 'on=25,off=75', '--env', 'production', '--commit'],
    prepare(repository: TemporaryRepository) {
      repository.write({ 'staged.txt': 'staged\n', 'new.txt': 'new\n' });
      repository.git('add', 'staged.txt');
      return ['staged.txt', 'new.txt'];
    },
  },
  extend: {
    name: 'extend --commit',
    args: [
      'extend',
      'new-checkout-ui',
      '--until',
      '2027-01-02',
      '--reason',
      'The old page is still needed.',
      '--commit',
    ],
  },
} satisfies Record<string, FaultRow>;

export const files = {
  fix: {
    name: 'lint --fix of two files',
    args: ['lint', '--fix'],
    prepare(repository: TemporaryRepository) {
      for (const name of ['checkout/express-checkout.flag.yaml', 'payments/payment-api-v2.flag.yaml']) {
        const path = join(repository.path, name);
        writeFileSync(path, readFileSync(path, 'utf8').replace(/^owner:/m, 'ownr:'));
      }
      repository.commit('Mistakes');
      return [];
    },
  },
  disable: { name: 'disable', args: ['disable', 'new-checkout-ui', '--env', 'production'] },
} satisfies Record<string, FaultRow>;

const retire = ['--retire', 'When the new search has been on for everybody for a month.'];

/** Other commands that write. */
export const others = {
  init: { name: 'init', args: ['init', 'flags'], isEmpty: true },
  new: {
    name: 'new',
    args: [
      'new',
      'new-search',
      '--type',
      'release',
      '--owner',
      'checkout',
      '--description',
      'Searches better.',
      ...retire,
    ],
  },
  lint: { name: 'lint', args: ['lint'] },
  output: { name: 'lint --output', args: ['lint', '--output', 'report.txt'] },
  history: { name: 'history', args: ['history', 'new-checkout-ui'] },
  install: { name: 'git install --hooks', args: ['git', 'install', '--hooks'] },
  anchor: { name: 'audit anchor', args: ['audit', 'anchor'] },
  demo: { name: 'demo', args: ['demo', 'shop'], isEmpty: true },
} satisfies Record<string, FaultRow>;

/** Repositories in a folder of their own, and copies of them. */
export interface Workshop {
  /** A repository for a row. Its commits, and those that are made with `env`, have the same ids every time. */
  make(row: FaultRow): { path: string; env: Readonly<Record<string, string>>; others: ReadonlyMap<string, string> };
  copy(path: string): string;
  remove(path: string): void;
  removeAll(): void;
}

export function workshop(): Workshop {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-faults-')));
  const home = join(folder, 'home');
  mkdirSync(home);
  let copies = 0;
  const copy = (path: string): string => {
    const place = join(folder, String(++copies));
    cpSync(path, place, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true });
    return place;
  };
  return {
    copy,
    make({ prepare, isEmpty }) {
      const repository = temporaryRepository();
      if (isEmpty !== true) cpSync('flags.example', repository.path, { recursive: true });
      repository.commit('Start');
      const others = (prepare?.(repository) ?? []).map((name) => [name, repository.git('hash-object', name)] as const);
      const path = copy(repository.path);
      repository.remove();
      const date = '2026-11-22T12:00:00Z';
      const dates = { GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, FLAGWRIGHT_NOW: '2026-11-22' };
      return {
        path,
        env: { ...repository.env, ...dates, HOME: home, NODE_DISABLE_COMPILE_CACHE: '1' },
        others: new Map(others),
      };
    },
    remove: (path) => rmSync(path, { recursive: true, force: true }),
    removeAll: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** What is wrong, each kind once with the first way to it and the number of them. */
export function kindsOf(wrong: readonly { readonly way: string; readonly message: string }[]): string[] {
  const ways = new Map<string, string[]>();
  for (const { way, message } of wrong) ways.set(message, [...(ways.get(message) ?? []), way]);
  return [...ways].map(([message, some]) => `${message} (${some.length} times, first: ${some[0]})`);
}
