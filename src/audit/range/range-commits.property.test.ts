import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { runsOf } from '../../../test/support/depth.ts';
import { temporaryRepository, type TemporaryRepository } from '../../../test/support/repository.ts';
import { openGit, type Git } from '../../git/git.ts';
import { findRepository } from '../../git/repository.ts';
import { judgeRange, type RangeVerdict } from './judge-range.ts';

const branches = ['main', 'a', 'b'] as const;

const operation = fc.record({
  what: fc.constantFrom('edit', 'edit', 'edit', 'owner', 'break', 'remove', 'segment', 'move', 'policy', 'merge', 'merge', 'merge'), // prettier-ignore
  on: fc.constantFrom(...branches),
  flag: fc.nat(2),
  value: fc.nat(3),
});
type Operation = typeof operation extends fc.Arbitrary<infer T> ? T : never;

const gap = '# between\n'.repeat(4);
const flagText = (owner: string, value: number): string =>
  `description: What this flag is for.\ntype: ops\nowner: ${owner}\n${gap}environments:\n  production: { enabled: true, rules: [{ name: few, when: { segment: few }, serve: on }], otherwise: { on: ${value}, off: 3 } }\n`; // prettier-ignore
const segmentText = (value: number): string => `description: A few people, by number.\nwhen: { attribute: number, gt: ${value} }\n`; // prettier-ignore
const policyText = (value: number): string =>
  `rules:\n  - { id: own, when: { environments: [production] }, authors: [owner] }\n  - { id: two, approvals: { count: ${value}, from: [team:core] } }\n`; // prettier-ignore

function apply(repository: TemporaryRepository, { what, on, flag, value }: Operation): void {
  repository.git('checkout', '--quiet', on);
  const owner = value % 2 === 0 ? 'core' : 'other';
  const path = `f${flag}.flag.yaml`;
  const files: Record<string, Record<string, string>> = {
    edit: { [path]: flagText('core', value) },
    owner: { [path]: flagText(owner, value) },
    break: { [path]: `${flagText(owner, value)}broken: [\n` },
    segment: { 'few.segment.yaml': segmentText(value) },
    policy: { 'policy.yaml': policyText(value) },
  };
  if (what === 'merge') merge(repository, branches[(branches.indexOf(on) + 1 + (value % 2)) % 3]!);
  else if (what === 'remove') remove(repository, path);
  else if (what === 'move') repository.write({ [`moved/${path}`]: flagText(owner, value) });
  else repository.write(files[what]!);
  repository.commit(what, { author: value < 2 ? 'Ada <ada@example.com>' : 'Mallory <mallory@example.com>' });
}

function remove(repository: TemporaryRepository, path: string): void {
  if (repository.git('ls-files', path) !== '') repository.write({ [path]: null });
}

function merge(repository: TemporaryRepository, from: string): void {
  try {
    repository.git('merge', '--quiet', '--no-ff', '--no-commit', from);
  } catch {
    repository.git('merge', '--abort');
  }
}

async function bothVerdicts(
  repository: TemporaryRepository,
): Promise<{ part: RangeVerdict; whole: RangeVerdict; isPart: boolean }> {
  // prettier-ignore
  const git = openGit(findRepository(repository.path, repository.env)!, { env: repository.env });
  try {
    const [head, base] = [await git.resolve('a'), await git.resolve('main')];
    const range = {
      head,
      folder: '',
      base: { commit: base, folder: '' },
      uncommitted: { changes: [], meanings: new Map<string, string>() },
      author: { name: 'Ada', email: 'ada@example.com' },
      reviews: [],
      now: Date.UTC(2027, 0, 1),
    };
    let [reads, wholes] = [0, 0];
    const counted: Git = {
      ...git,
      audit: {
        ...git.audit,
        graph: (commit, beside) => {
          if (beside !== undefined) wholes++;
          return git.audit.graph(commit, beside);
        },
        rangeGraph: (from, to) => (reads++ === 0 ? git.audit.rangeGraph(from, to) : Promise.resolve(undefined)),
      },
    };
    const part = await judgeRange(counted, range);
    const isPart = wholes === 0;
    return { part, whole: await judgeRange(counted, range), isPart };
  } finally {
    await git.close();
  }
}

test('a range is judged the same by a part of the history as by all of it', async () => {
  let [parts, violations] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 4, maxLength: 14 }), async (operations) => {
      const repository = temporaryRepository();
      try {
        repository.write({
          'flagwright.yaml': 'version: 1\nenvironments: { production: {} }\n',
          'owners.yaml': 'teams: { core: { members: [ada@example.com] }, other: { members: [mallory@example.com] } }\n',
          'policy.yaml': policyText(1),
          'few.segment.yaml': segmentText(0),
        });
        for (const flag of [0, 1]) repository.write({ [`f${flag}.flag.yaml`]: flagText('core', 0) });
        repository.commit('start');
        for (const branch of branches.slice(1)) repository.git('branch', branch);
        for (const one of operations) apply(repository, one);
        const { part, whole, isPart } = await bothVerdicts(repository);
        expect(part).toEqual(whole);
        if (isPart) parts++;
        violations += part.commits.flatMap((one) => one.violations).length;
      } finally {
        repository.remove();
      }
    }),
    { numRuns: runsOf(12) },
  );
  expect(violations).toBeGreaterThan(0);
  expect(parts).toBeGreaterThan(0);
}, 240_000);
