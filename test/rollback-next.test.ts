import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain, splitWords } from './support/transcript.ts';

/** The command that a preview prints, typed as it stands, does what the preview showed. */

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const settings = {
  'flagwright.yaml': 'version: 1\nenvironments:\n  staging: {}\n  production: { critical: true }\n',
  'owners.yaml': 'teams:\n  platform: { name: Platform, members: [sam@example.com] }\n',
};

function flag(production: string, more = ''): string {
  return `description: Something that can be switched.\ntype: ops\nowner: platform\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\n${more}environments:\n  staging: true\n  production: ${production}\n`;
}

/** Two flags, each of them changed at an hour of its own. */
function repositoryOf(folder = ''): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  const at = (hour: string): { date: string } => ({ date: `2026-11-21T${hour}:00:00Z` });
  const write = (files: Readonly<Record<string, string>>): void =>
    repository.write(Object.fromEntries(Object.entries(files).map(([path, text]) => [join(folder, path), text])));
  write({ ...settings, 'alpha.flag.yaml': flag('false'), 'beta.flag.yaml': flag('false') });
  repository.commit('Start', at('08'));
  write({ 'alpha.flag.yaml': flag('true') });
  repository.commit('alpha on', at('10'));
  write({ 'beta.flag.yaml': flag('true') });
  repository.commit('beta on', at('12'));
  return repository;
}

interface Printed {
  readonly apply: string;
  readonly flags: readonly { readonly key: string }[];
}

async function preview(repository: TemporaryRepository, line: string, cwd = '', now = '2026-11-22'): Promise<Printed> {
  const env = { ...repository.env, FLAGWRIGHT_NOW: now };
  const { stdout } = await runMain([...splitWords(`rollback ${line}`), '--json'], join(repository.path, cwd), env);
  return JSON.parse(stdout) as Printed;
}

/** Types what was printed, at a later time. */
async function type(repository: TemporaryRepository, { apply }: Printed, cwd = ''): Promise<string> {
  const env = { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22T03:00:00Z' };
  const { stdout, stderr } = await runMain(splitWords(apply).slice(1), join(repository.path, cwd), env);
  return stdout + stderr;
}

test('a time that was counted back from the preview stays where it was', async () => {
  const repository = repositoryOf();
  const printed = await preview(repository, '--since 13h --env production');
  expect(printed.flags.map(({ key }) => key)).toEqual(['beta']);
  await type(repository, printed);
  expect(repository.git('diff', '--name-only', 'HEAD^', 'HEAD')).toBe('beta.flag.yaml');
  expect(printed.apply).toMatch(/ --since [0-9a-f]{12} /);
});

test('a name of a commit stays what it was when somebody has committed in between', async () => {
  const repository = repositoryOf();
  const printed = await preview(repository, '--commit HEAD~1');
  expect(printed.flags.map(({ key }) => key)).toEqual(['alpha']);
  repository.write({ 'other.txt': 'text\n' });
  repository.commit('Something else');
  await type(repository, printed);
  expect(repository.git('diff', '--name-only', 'HEAD^', 'HEAD')).toBe('alpha.flag.yaml');
});

test.each([
  ['alpha --env production', ['alpha.flag.yaml']],
  ['alpha', ['alpha.flag.yaml']],
  ['alpha --to 1', ['alpha.flag.yaml']],
  ['alpha --off', ['alpha.flag.yaml']],
  ['alpha beta --env production', ['alpha.flag.yaml', 'beta.flag.yaml']],
  ['--since 2026-11-21T09:00Z', ['alpha.flag.yaml', 'beta.flag.yaml']],
  ['--commit HEAD --env production', ['beta.flag.yaml']],
])('typed as printed: %s', async (line, files) => {
  const repository = repositoryOf();
  const printed = await preview(repository, line);
  await type(repository, printed);
  expect(repository.git('diff', '--name-only', 'HEAD^', 'HEAD').split('\n')).toEqual(files);
});

test('everything that decides the commit is in what is printed', async () => {
  const repository = repositoryOf();
  const message = '--message=Switch it off';
  const printed = await preview(
    repository,
    `alpha '${message}' --trailer Ticket=SHOP-812 --no-verify --branch night --reason '-- charges fail' --approved-by 'Sam <sam@example.com>'`,
  );
  await type(repository, printed);
  const text = repository.git('log', '-1', '--format=%B', 'night');
  expect(text).toMatch(/^Switch it off\n/);
  expect(text).toContain('Ticket: SHOP-812');
  expect(text).toContain('Reason: -- charges fail');
  expect(text).toContain('Approved-by: Sam <sam@example.com>');
  expect(printed.apply).toContain(' --no-verify ');
});

test('the folder and the project that were named are named again', async () => {
  const repository = repositoryOf("team's flags");
  const printed = await preview(repository, `alpha --project "team's flags"`);
  await type(repository, { ...printed, apply: printed.apply.replace(`'team'\\''s flags'`, `"team's flags"`) });
  expect(readFileSync(join(repository.path, "team's flags/alpha.flag.yaml"), 'utf8')).toBe(flag('false'));
});

test('nothing is offered to be done about the past', async () => {
  const repository = repositoryOf();
  expect((await preview(repository, 'alpha --at HEAD~1')).apply).toBeNull();
});
