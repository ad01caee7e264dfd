import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from '../../test/support/repository.ts';
import { openGit } from '../git/git.ts';
import { findRepository } from '../git/repository.ts';
import { verify } from './verify.ts';
import type { Violation } from './violation.ts';

const branches = ['main', 'a', 'b'] as const;
const fieldsOf = ['production', 'staging', 'tags'] as const;

interface FlagState {
  readonly production: number;
  readonly staging: number;
  readonly tags: number;
}

/** What somebody does on a branch: edits of one field by Ada, who may, and merges by a bot, which may do nothing else. */
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ what: fc.constant('edit'), on: fc.constantFrom(...branches), flag: fc.nat(2), field: fc.constantFrom(...fieldsOf), value: fc.nat(3) }) }, // prettier-ignore
  { weight: 1, arbitrary: fc.record({ what: fc.constant('break'), on: fc.constantFrom(...branches), flag: fc.nat(2), field: fc.constantFrom(...fieldsOf), value: fc.nat(3) }) }, // prettier-ignore
  { weight: 3, arbitrary: fc.record({ what: fc.constant('merge'), on: fc.constantFrom(...branches), flag: fc.nat(2), field: fc.constantFrom(...fieldsOf), value: fc.nat(3) }) }, // prettier-ignore
);
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const gap = '# between\n'.repeat(5);
/** Far enough apart for git to merge changes of two fields. */
const flagText = ({ production, staging, tags }: FlagState): string =>
  `description: What this flag is for.\ntype: ops\nowner: core\ntags: [t${tags}]\n${gap}environments:\n  staging: ${serving(staging)}\n  ${gap}  production: ${serving(production)}\n`;
const serving = (value: number): string =>
  value === 0 ? 'false' : `{ enabled: true, otherwise: { on: ${value}, off: 3 } }`;
const manifest = 'version: 1\nenvironments: { staging: {}, production: {} }\n';
const policy = 'rules: [{ id: ada-alone, authors: [ada@example.com] }]\n';
const bot = 'Bot <bot@example.com>';

class Story {
  readonly repository: TemporaryRepository = temporaryRepository();
  readonly #flags = new Map<string, FlagState>();

  constructor() {
    const start = { production: 0, staging: 0, tags: 0 };
    this.repository.write({ 'flagwright.yaml': manifest, 'policy.yaml': policy });
    for (const flag of [0, 1, 2]) this.repository.write({ [`f${flag}.flag.yaml`]: flagText(start) });
    this.repository.commit('start');
    for (const branch of branches.slice(1)) this.repository.git('branch', branch);
    for (const branch of branches) for (const flag of [0, 1, 2]) this.#flags.set(`${branch} ${flag}`, start);
  }

  apply({ what, on, flag, field, value }: Operation): void {
    this.repository.git('checkout', '--quiet', on);
    if (what === 'merge') this.#merge(on, branches[(branches.indexOf(on) + 1 + (value % 2)) % 3]!);
    else this.edit(on, flag, field, value, what === 'break');
  }

  edit(on: string, flag: number, field: keyof FlagState, value: number, isBroken: boolean): void {
    const state = { ...this.#flags.get(`${on} ${flag}`)!, [field]: value };
    this.#flags.set(`${on} ${flag}`, state);
    this.repository.write({ [`f${flag}.flag.yaml`]: `${flagText(state)}${isBroken ? 'broken: [\n' : ''}` });
    this.repository.commit('edit');
  }

  /** Only what git merges by itself: who settles a conflict answers for it. */
  #merge(on: string, from: string): void {
    if (!this.tryMerge(from)) return;
    if (this.repository.git('status', '--porcelain') !== '' || this.isMerging()) {
      this.repository.commit('merge', { author: bot });
    }
    for (const flag of [0, 1, 2]) this.#read(on, flag);
  }

  tryMerge(from: string): boolean {
    try {
      this.repository.git('merge', '--quiet', '--no-ff', '--no-commit', from);
      return true;
    } catch {
      this.repository.git('merge', '--abort');
      return false;
    }
  }

  isMerging(): boolean {
    return this.repository.git('status').includes('still merging');
  }

  /** What a flag is after a merge. */
  #read(on: string, flag: number): void {
    const text = execFileSync('cat', [`f${flag}.flag.yaml`], { cwd: this.repository.path, encoding: 'utf8' });
    const number = (name: string): number => {
      const line = new RegExp(`^ *${name}: (.*)$`, 'm').exec(text)?.[1] ?? '';
      return Number(/t(\d)|on: (\d)/.exec(line)?.slice(1).find(Boolean) ?? 0);
    };
    this.#flags.set(`${on} ${flag}`, {
      production: number('production'),
      staging: number('staging'),
      tags: number('tags'),
    });
  }

  async verify(): Promise<readonly Violation[]> {
    const { path, env } = this.repository;
    const git = openGit(findRepository(path, env)!, { env });
    try {
      const head = await git.resolve('HEAD');
      return (await verify(git, { head, folder: '' }, [], Date.UTC(2027, 0, 1))).violations;
    } finally {
      await git.close();
    }
  }
}

test('merges that git makes by itself answer for nothing, one that adds something does', async () => {
  let merges = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(operation, { minLength: 6, maxLength: 16 }),
      fc.nat(2),
      fc.constantFrom(...fieldsOf),
      async (operations, flag, field) => {
        const story = new Story();
        const { repository } = story;
        try {
          for (const one of operations) story.apply(one);
          repository.git('checkout', '--quiet', 'main');
          expect(await story.verify()).toEqual([]);
          merges += repository.git('rev-list', '--merges', 'HEAD').split('\n').filter(Boolean).length;
          repository.git('checkout', '--quiet', 'a');
          repository.write({ 'notes.txt': 'a note' });
          repository.commit('a note');
          repository.git('checkout', '--quiet', 'main');
          if (!story.tryMerge('a')) return;
          repository.write({ [`f${flag}.flag.yaml`]: flagText({ production: 7, staging: 7, tags: 7, [field]: 8 }) });
          const evil = repository.commit('merge', { author: bot });
          const found = await story.verify();
          expect(found.map(({ commit, code }) => `${code} ${commit}`)).toEqual([`author-not-allowed ${evil}`]);
        } finally {
          repository.remove();
        }
      },
    ),
    { numRuns: 10 },
  );
  expect(merges).toBeGreaterThan(5);
}, 120_000);
