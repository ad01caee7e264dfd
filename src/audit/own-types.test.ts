import { afterAll, expect, it } from 'vitest';
import { temporaryRepository } from '../../test/support/repository.ts';
import { runMain } from '../../test/support/transcript.ts';

const repository = temporaryRepository();
afterAll(() => repository.remove());

const manifest = (types: string): string => `version: 1\nenvironments: { production: {} }\n${types}`;
const flag = (type: string): string =>
  `description: What this flag is for.\ntype: ${type}\nowner: core\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-01-01 }\nenvironments: { production: true }\n`;

/** How many changes were not allowed; whoever commits here is not in the team that may create flags of type ops. */
async function violations(): Promise<number> {
  const { stdout } = await runMain(['audit', 'verify', '--format', 'json'], repository.path, repository.env);
  return (JSON.parse(stdout) as { violations: unknown[] }).violations.length;
}

it('a rule of the policy for a type is about the types that are like it', async () => {
  repository.write({
    'flagwright.yaml': manifest('lifecycle: { board: { like: ops }, wip: { like: release } }\n'),
    'owners.yaml': 'teams: { core: { members: [nobody-here@example.com] } }\n',
    'policy.yaml': 'rules: [{ id: ops-by-core, when: { changes: [create], types: [ops] }, authors: [team:core] }]\n',
  });
  repository.commit('the rules');
  repository.write({ 'a.flag.yaml': flag('permission') });
  repository.commit('another type');
  expect(await violations()).toBe(0);
  repository.write({ 'b.flag.yaml': flag('ops') });
  repository.commit('the type itself');
  expect(await violations()).toBe(1);
  repository.write({ 'c.flag.yaml': flag('board') });
  repository.commit('one that is like it');
  expect(await violations()).toBe(2);
  repository.write({ 'flagwright.yaml': manifest('lifecycle: { board: { like: permission } }\n') });
  repository.commit('is like another now');
  repository.write({ 'd.flag.yaml': flag('board') });
  repository.commit('so it is free');
  expect(await violations()).toBe(2);
});
