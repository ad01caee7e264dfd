import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import * as tables from './support/policy-cases.ts';
import { flag, policy, policyWorld } from './support/policy-world.ts';
import { runMain } from './support/transcript.ts';

const world = policyWorld();
const { repository } = world;
const outside = mkdtempSync(join(tmpdir(), 'flagwright-policy-'));
const outcomes = { allowed: 0, refused: 0 };

afterAll(() => {
  repository.remove();
  rmSync(outside, { recursive: true, force: true });
  const { allowed, refused } = outcomes;
  process.stdout.write(`policy cases: ${allowed + refused} as expected, ${refused} refused, ${allowed} allowed\n`);
});

function branch(from: string): void {
  world.git('checkout', '--quiet', '--force', '-B', 'case', from);
  world.git('clean', '--quiet', '-fd');
}

async function found(range: string, args: readonly string[]): Promise<{ found: string[]; exitCode: number }> {
  const { stdout, stderr, exitCode } = await runMain(['policy', 'check', range, '--json', ...args], repository.path, repository.env); // prettier-ignore
  expect(stderr).toBe('');
  const { commits } = validOutput('policy-check', stdout) as unknown as {
    commits: { violations: { code: string; rule: string | null }[] }[];
  };
  const names = commits.flatMap(({ violations }) => violations.map(({ code, rule }) => `${code} ${rule}`));
  return { found: [...new Set(names)].sort(), exitCode };
}

async function check(one: tables.PolicyCase): Promise<void> {
  branch(one.from ?? 'main');
  one.act(world);
  const range = one.range ?? 'main...HEAD';
  const args = ['--now', one.now ?? '2026-11-10'];
  if (one.approvals !== undefined) {
    const [head, first] = [world.git('rev-parse', 'HEAD'), world.git('rev-list', '--reverse', 'main..HEAD').split('\n')[0]!]; // prettier-ignore
    const file = join(outside, 'approvals.json');
    writeFileSync(file, JSON.stringify(one.approvals).replaceAll('"HEAD"', `"${head}"`).replaceAll('"FIRST"', `"${first}"`)); // prettier-ignore
    args.push('--approvals', file);
  }
  const result = await found(range, args);
  expect(result).toEqual({ found: [...one.found].sort(), exitCode: one.found.length > 0 ? 1 : 0 });
  if (one.found.length > 0) outcomes.refused++;
  else outcomes.allowed++;
}

describe('who may make a change', () => {
  it.each(tables.authorCases)('$name', check);
});
describe('whose approval counts', () => {
  it.each(tables.approvalCases)('$name', check);
});
describe('what the forge reports', () => {
  it.each(tables.reviewCases)('$name', check);
});
describe('a change does not appoint its own judge', () => {
  it.each(tables.judgeCases)('$name', check);
});
describe('a merge', () => {
  it.each(tables.mergeCases)('$name', check);
});
describe('emergencies and freezes', () => {
  it.each(tables.timeCases)('$name', check);
});

const canSign = ((): boolean => {
  try {
    for (const name of ['ada', 'mallory']) {
      execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', join(outside, name)]);
    }
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(canSign)('required signatures', () => {
  const key = (name: string): string => join(outside, `${name}.pub`);
  const vaultOn = { 'plain.flag.yaml': flag({ vault: true }) };
  const start = (): void => {
    branch('main');
    world.write({
      'policy.yaml': `${policy}signatures: { required: [vault], allowedSigners: allowed_signers }\n`,
      allowed_signers: `ada@example.com ${readFileSync(key('ada'), 'utf8').trim()}\n`,
    });
    world.commit('sam');
    world.git('branch', '--force', 'signing');
  };
  const cases: readonly tables.PolicyCase[] = [
    { name: 'not signed', act() { world.write(vaultOn); world.commit('ada'); }, found: ['unsigned null'] }, // prettier-ignore
    { name: 'signed by the author', act() { world.write(vaultOn); world.commit('ada', { key: key('ada') }); }, found: [] }, // prettier-ignore
    { name: 'signed by another', act() { world.write(vaultOn); world.commit('lin', { key: key('ada') }); }, found: ['signer-not-author null'] }, // prettier-ignore
    { name: 'signed with a key that nobody knows', act() { world.write(vaultOn); world.commit('ada', { key: key('mallory') }); }, found: ['unknown-signer null'] }, // prettier-ignore
    { name: 'signed with a key that the range itself allows', act() { const keys = readFileSync(join(repository.path, 'allowed_signers'), 'utf8'); world.write({ ...vaultOn, allowed_signers: `${keys}mallory@example.com ${readFileSync(key('mallory'), 'utf8')}` }); world.commit('mallory', { key: key('mallory') }); }, found: ['unknown-signer null'] }, // prettier-ignore
    { name: 'an environment that needs none', act: () => { world.write({ 'plain.flag.yaml': flag({ staging: true }) }); world.commit('ada'); }, found: [] }, // prettier-ignore
  ];
  it.each(cases)('$name', async (one) => {
    start();
    await check({ ...one, from: 'signing', range: 'signing...HEAD' });
  });
});
