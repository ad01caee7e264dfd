import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../src/diagnostic/user-error.ts';
import { lintedProject } from '../src/workspace/linted-project.ts';
import { rollback } from '../src/commands/rollback/rollback.ts';
import type { RollbackOptions } from '../src/rollback/options.ts';
import { compileFlags } from '../src/evaluate/compile.ts';
import { notInBase } from '../src/lint/baseline.ts';
import { readDefinitions } from '../src/project/definitions.ts';
import { importHistory } from './support/imported-history.ts';
import { commitsOf, flagKeys, randomHistory } from './support/random-history.ts';
import { realHost } from './support/real-host.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { rollbackDefaults } from './support/rollback-options.ts';

const asked: RollbackOptions = {
  ...rollbackDefaults,
  accept: ['cascade', 'new-conflict', 'fallback-unavailable', 'fallback-lost', 'fallback-capacity', 'irreversible'],
};

/** What may be asked for: one or two flags, a version, environments, everything since a commit, or one commit. */
const request = fc.record({
  how: fc.constantFrom('flags', 'to', 'off', 'since', 'commit', 'commit'),
  flags: fc.uniqueArray(fc.constantFrom(...flagKeys), { minLength: 1, maxLength: 2 }),
  environments: fc.constantFrom([], [], ['production'], ['staging'], ['staging', 'production']),
  cascade: fc.boolean(),
  enable: fc.boolean(),
  place: fc.nat(7),
});

type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

function optionsOf(one: Request, ids: readonly string[]): RollbackOptions {
  const { how, flags, environments, cascade, place } = one;
  const commit = ids[place % ids.length];
  const common = { ...asked, environments, cascade };
  switch (how) {
    case 'to':
      return { ...common, flags: flags.slice(0, 1), to: 1 + (place % 3) };
    case 'off':
      return { ...common, flags, off: true };
    case 'since':
      return { ...common, since: commit };
    case 'commit':
      return { ...common, commit };
    default:
      return { ...common, flags };
  }
}

/** All that is in a folder but what is only kept to be quick. */
function bytesOf(folder: string, at = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(join(folder, at))) {
    const path = join(at, name);
    if (path === join('.git', 'flagwright')) continue;
    if (statSync(join(folder, path)).isDirectory())
      for (const [key, value] of bytesOf(folder, path)) found.set(key, value);
    else found.set(path, readFileSync(join(folder, path), 'latin1'));
  }
  return found;
}

/** Runs something with a repository of a random history that is checked out; a request that makes no sense is passed over. */
async function inRepository(
  history: Parameters<typeof commitsOf>[0],
  use: (repository: TemporaryRepository, ids: readonly string[]) => Promise<void>,
): Promise<void> {
  const repository = temporaryRepository();
  try {
    const ids = importHistory(repository, commitsOf(history));
    repository.git('reset', '--quiet', '--hard', 'main');
    await use(repository, ids);
  } finally {
    repository.remove();
  }
}

async function withHost<Result>(
  repository: TemporaryRepository,
  use: (host: Parameters<typeof rollback>[0]) => Promise<Result>,
): Promise<Result> {
  const { host, close } = await realHost(repository);
  try {
    return await use(host);
  } finally {
    close();
  }
}

/** The report; nothing for what cannot be asked for in this history. */
async function run(
  repository: TemporaryRepository,
  options: RollbackOptions,
): Promise<Awaited<ReturnType<typeof rollback>> | undefined> {
  return withHost(repository, async (host) => {
    try {
      return await rollback(host, options);
    } catch (error) {
      if (error instanceof UserError) return undefined;
      throw error;
    }
  });
}

const runs = { numRuns: 12 };

describe('a rollback of a random project', { timeout: 120_000 }, () => {
  it('previews without writing; applied it is what was previewed; taken back all bytes are as before', async () => {
    let applied = 0;
    await fc.assert(
      fc.asyncProperty(randomHistory, request, async (history, one) => {
        await inRepository(history, async (repository, ids) => {
          const options = optionsOf(one, ids);
          const bytes = bytesOf(repository.path);
          const preview = await run(repository, options);
          expect(bytesOf(repository.path)).toEqual(bytes);
          if (!preview) return;
          const answers = preview.plan.decisions.map(({ id, options: choices }) => {
            return `${id}=${(one.enable ? choices[0] : choices.at(-1))?.id}`;
          });
          const decided = { ...options, decide: answers };
          const { plan } = (await run(repository, decided))!;
          const report = (await run(repository, { ...decided, apply: true, expectHead: plan.base }))!;
          if (!report.applied) {
            expect(plan.blockers.length > 0 || plan.files.size === 0).toBe(true);
            expect(bytesOf(repository.path)).toEqual(bytes);
            return;
          }
          applied++;
          expect(plan.blockers).toEqual([]);
          const changed = repository.git('diff', '--name-only', 'HEAD^', 'HEAD').split('\n').sort();
          expect(changed).toEqual([...plan.files.keys()].sort());
          for (const [path, { after }] of plan.files) {
            expect(readFileSync(join(repository.path, path), 'utf8')).toBe(after);
          }
          expect(repository.git('status', '--porcelain')).toBe('');
          const head = repository.git('rev-parse', 'HEAD');
          const undone = await run(repository, { ...asked, commit: head, apply: true, accept: allCodes });
          // What was gone and came back is switched off again: a rollback removes no flag.
          if (plan.restorations.some(({ before }) => before === undefined)) return;
          // What cannot be accepted may stand in the way of a second rollback as of any other.
          if (undone?.applied) expect(repository.git('diff', '--stat', 'HEAD~2', 'HEAD')).toBe('');
          else
            expect(undone?.plan.blockers.map(({ id }) => id)).toEqual(undone && onlyUnacceptable(undone.plan.blockers));
        });
      }),
      runs,
    );
    expect(applied).toBeGreaterThan(2);
  });

  it('never leaves an error that was not reported', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory, request, async (history, one) => {
        await inRepository(history, async (repository, ids) => {
          const today = await withHost(repository, async (host) => (await lintedProject(host)).diagnostics);
          const report = await run(repository, { ...optionsOf(one, ids), apply: true });
          if (!report?.applied) return;
          const then = await withHost(repository, async (host) => (await lintedProject(host)).diagnostics);
          const errors = notInBase(then, today).filter(({ severity }) => severity === 'error');
          const said = report.plan.diagnostics.map(({ rule, file, message }) => [rule, file, message]);
          expect(said).toEqual(expect.arrayContaining(errors.map(({ rule, file, message }) => [rule, file, message])));
        });
      }),
      runs,
    );
  });

  it('never leaves a new error in a critical environment that was not accepted', async () => {
    let left = 0;
    await fc.assert(
      fc.asyncProperty(randomHistory, request, fc.boolean(), async (history, one, accepts) => {
        await inRepository(history, async (repository, ids) => {
          const options = { ...optionsOf(one, ids), ...(accepts ? {} : { accept: [] }) };
          const report = await run(repository, options);
          if (!report || report.plan.blockers.length > 0) return;
          const { diagnostics, risks } = report.plan;
          const errors = diagnostics.filter(({ severity, flag }) => severity === 'error' && flag !== undefined);
          const stated = new Set(risks.filter(({ accepted }) => accepted).map(({ code }) => code));
          for (const { rule, message } of errors) {
            left++;
            // `fallback-unavailable` is an error everywhere, the others in production alone.
            if (rule === 'fallback-unavailable' && !message.includes('production')) continue;
            expect(stated.size, `${rule}: ${message}`).toBeGreaterThan(0);
          }
        });
      }),
      { numRuns: 60 },
    );
    expect(left).toBeGreaterThan(0);
  });

  it('tells the exposure that counting evaluations gives', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory, request, async (history, one) => {
        await inRepository(history, async (repository, ids) => {
          const report = await run(repository, { ...optionsOf(one, ids), apply: true });
          if (!report?.applied) return;
          const { project } = await withHost(repository, (host) => lintedProject(host));
          const { flags, segments } = await readDefinitions(project);
          const now = Date.UTC(2026, 10, 22);
          for (const { flag, environment, exposureAfter } of report.plan.effects) {
            const evaluator = compileFlags({ flags, segments, environment });
            const counts: Record<string, number> = {};
            // Other keys than those it is told of: the shares are the same within the error of a sample.
            for (let key = 0; key < 4_000; key++) {
              const { variant = '' } = evaluator.evaluate(flag, { targetingKey: `user-${key}` }, { now });
              counts[variant] = (counts[variant] ?? 0) + 1 / 4_000;
            }
            for (const variant of ['on', 'off']) {
              expect(Math.abs((exposureAfter[variant] ?? 0) - (counts[variant] ?? 0))).toBeLessThan(0.04);
            }
          }
        });
      }),
      runs,
    );
  });
});

const allCodes = [...asked.accept];

function onlyUnacceptable(blockers: readonly { readonly id: string }[]): string[] {
  const known = /^(?:invalid-result|missing-prerequisite|concurrent-change|released-conflict:.*|rollback-checks:.*)$/;
  return blockers.map(({ id }) => id).filter((id) => known.test(id));
}
