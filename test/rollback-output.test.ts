import { afterAll, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const repository = temporaryRepository();
const { stderr } = await runMain(['demo', 'shop'], repository.path, repository.env);
const cwd = `${repository.path}/shop`;

afterAll(() => repository.remove());

interface Printed {
  readonly blocked: boolean;
  readonly applied: boolean;
  readonly commit: { readonly id: string } | null;
  readonly risks: readonly { readonly code: string; readonly blocks: boolean }[];
  readonly decisions: readonly { readonly id: string; readonly chosen: string | null }[];
  readonly segments: readonly unknown[];
  readonly diagnostics: readonly unknown[];
  readonly notes: readonly string[];
}

async function rollback(...args: readonly string[]): Promise<{ printed: Printed; exitCode: number }> {
  const { stdout, exitCode } = await runMain(['rollback', ...args, '--json'], cwd, repository.env);
  return { printed: validOutput('rollback', stdout) as unknown as Printed, exitCode };
}

describe('rollback --json follows its schema', () => {
  it('where it is blocked, with what lint would say', async () => {
    expect(stderr).toBe('');
    const { printed, exitCode } = await rollback('payment-api-v2', '--env', 'production');
    expect(exitCode).toBe(1);
    expect(printed).toMatchObject({ blocked: true, applied: false, commit: null });
    expect(printed.risks.filter(({ blocks }) => blocks).map(({ code }) => code)).toEqual([
      'cascade',
      'fallback-capacity',
    ]);
    expect(printed.diagnostics.length).toBeGreaterThan(0);
  });

  it('of a segment, and where there is nothing to do', async () => {
    const commit = repository.git('-C', cwd, 'log', '--format=%h', '--grep=launch-countries: the Netherlands').trim();
    const segment = await rollback('--commit', commit);
    expect([segment.printed.segments.length, segment.exitCode]).toEqual([1, 0]);
    const nothing = await rollback('--since', 'HEAD', '--accept', 'irreversible');
    expect(nothing.printed).toMatchObject({
      blocked: false,
      notes: ['--accept irreversible: there is no such risk here'],
    });
    expect(nothing.exitCode).toBe(0);
  });

  it('with a decision, open and answered, and once it is applied', async () => {
    const open = await rollback('performance-mode', '--env', 'production');
    const [decision] = open.printed.decisions;
    expect([open.exitCode, decision?.chosen]).toEqual([1, null]);
    const answer = ['--decide', `${decision?.id}=enable`];
    const { printed, exitCode } = await rollback('performance-mode', '--env', 'production', ...answer, '--apply');
    expect([exitCode, printed.applied, printed.decisions[0]?.chosen]).toEqual([0, true, 'enable']);
    const undone = await rollback('--commit', printed.commit?.id ?? '', '--apply');
    expect([undone.exitCode, undone.printed.applied]).toEqual([0, true]);
    expect(repository.git('-C', cwd, 'diff', 'HEAD~2', 'HEAD')).toBe('');
  });

  it('where it was refused', async () => {
    const branch = ['--branch', 'back', '--apply'];
    expect((await rollback('express-checkout', '--off', ...branch)).printed.applied).toBe(true);
    const { printed, exitCode } = await rollback('express-checkout', '--off', ...branch);
    expect([exitCode, printed]).toEqual([1, expect.objectContaining({ applied: false, blocked: false })]);
    expect(printed).toMatchObject({ refused: { message: 'the branch back is there already' } });
  });
});
