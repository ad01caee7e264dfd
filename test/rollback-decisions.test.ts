import { afterEach, describe, expect, it } from 'vitest';
import { rollback } from '../src/commands/rollback/rollback.ts';
import type { RollbackOptions } from '../src/rollback/options.ts';
import type { Ask } from '../src/workspace/host.ts';
import { rollbackDefaults } from './support/rollback-options.ts';
import { realHost } from './support/real-host.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain, splitWords } from './support/transcript.ts';

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const decision = 'released-conflict:express-checkout:production';

/** The demo, in which going back on performance-mode asks what should become of express-checkout. */
async function demo(): Promise<TemporaryRepository> {
  const repository = temporaryRepository();
  made.push(repository);
  await runMain(['demo', 'shop'], repository.path, repository.env);
  return { ...repository, path: `${repository.path}/shop` };
}

const production = (repository: TemporaryRepository, key: string): Promise<string> =>
  runMain(['evaluate', key, '--env', 'production', '--json'], repository.path, repository.env).then(
    ({ stdout }) => (JSON.parse(stdout) as { reason: string }).reason,
  );

describe('a rollback with a decision', () => {
  it('prints a whole command for each choice, and each does what it says', async () => {
    const results: string[] = [];
    for (const at of [0, 1]) {
      const repository = await demo();
      const line = ['rollback', 'performance-mode', '--env', 'production'];
      const { stdout } = await runMain([...line, '--json'], repository.path, repository.env);
      const { apply, choices } = JSON.parse(stdout) as { apply: null; choices: { answers: string[]; apply: string }[] };
      expect([apply, choices.map(({ answers }) => answers)]).toEqual([
        null,
        [[`${decision}=enable`], [`${decision}=keep-off`]],
      ]);
      const typed = splitWords(choices[at]?.apply ?? '').slice(1);
      const { exitCode } = await runMain(typed, repository.path, repository.env);
      results.push(`${exitCode} ${await production(repository, 'express-checkout')}`);
    }
    expect(results[1]).toBe('0 DISABLED');
    expect(results[0]).toMatch(/^0 (?!DISABLED)/);
  });

  it('shows the preview before it asks about it, once', async () => {
    const repository = await demo();
    const { host, close } = await realHost(repository);
    const order: string[] = [];
    const ask: Ask = {
      input: async () => '',
      confirm: async () => false,
      select: async ({ message }) => {
        order.push(`asked ${message.split('\n')[0]}`);
        return 'keep-off';
      },
    };
    const options: RollbackOptions = {
      ...rollbackDefaults,
      flags: ['performance-mode'],
      environments: ['production'],
    };
    try {
      const report = await rollback({ ...host, ask }, options, async ({ plan, next }) => {
        order.push(`shown ${plan.blockers.length > 0 ? 'BLOCKED' : 'READY'} with ${next.length} commands`);
      });
      expect(order).toEqual(['shown BLOCKED with 2 commands', expect.stringMatching(/^asked .*express-checkout/)]);
      expect(report.next).toHaveLength(1);
      expect(report.next[0]?.words).toContain(`${decision}=keep-off`);
    } finally {
      close();
    }
  });
});
