import { afterEach, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const manifest = 'version: 1\nenvironments: { staging: {}, production: { critical: true } }\n';
const owners = 'teams:\n  shop: { members: [ada@example.com], contact: "#shop" }\n';
const flag = (type: string, more: string): string =>
  `description: A flag for the tests.\ntype: ${type}\nowner: shop\ncreated: 2026-10-01\nretire: When the tests pass everywhere.\n${more}`;
const everybody = 'environments: { staging: true, production: true }\n';
const nobody = 'environments: { staging: true }\n';

/** The tests' repositories commit a minute apart, from 2026-11-01. */
function repositoryOf(...commits: readonly Readonly<Record<string, string>>[]): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  for (const [index, files] of commits.entries()) {
    repository.write({ 'flagwright.yaml': manifest, 'owners.yaml': owners, ...files });
    repository.commit(`Commit ${index}`);
  }
  return repository;
}

interface Listed {
  readonly key: string;
  readonly states: readonly string[];
  readonly [field: string]: unknown;
}

async function listed(repository: TemporaryRepository, ...args: string[]): Promise<Listed[]> {
  const { stdout } = await runMain(['lifecycle', ...args, '--json'], repository.path, repository.env);
  return validOutput('lifecycle', stdout).flags as Listed[];
}

const statesOf = (flags: readonly Listed[]): [string, readonly string[]][] =>
  flags.map(({ key, states }) => [key, states]);

describe('lifecycle', () => {
  const ends = (day: string): string => `expires: ${day}\n${nobody}`;

  it('has each state, the most urgent first, and what is due first before others', async () => {
    const repository = repositoryOf({
      'over.flag.yaml': flag('release', ends('2026-11-20')),
      'long-over.flag.yaml': flag('release', ends('2026-11-10')),
      'soon.flag.yaml': flag('release', ends('2026-11-30')),
      'later.flag.yaml': flag('release', ends('2026-12-20')),
      'done.flag.yaml': flag('release', `expires: 2026-12-25\n${everybody}`),
      'unseen.flag.yaml': flag('ops', `review: { every: 30d, last: 2026-10-01 }\n${everybody}`),
      'seen.flag.yaml': flag('ops', `review: { every: 90d, last: 2026-10-01 }\n${everybody}`),
    });
    expect(statesOf(await listed(repository, '--now', '2026-11-22'))).toEqual([
      ['long-over', ['expired']],
      ['over', ['expired']],
      ['soon', ['expiring']],
      ['unseen', ['review-overdue']],
      ['done', ['rolled-out']],
    ]);
    expect((await listed(repository, '--now', '2026-11-22', '--all')).map(({ key }) => key)).toEqual([
      'long-over',
      'over',
      'soon',
      'unseen',
      'done',
      'later',
      'seen',
    ]);
  });

  it('counts extensions in git, and takes back those that were taken back', async () => {
    const until = (day: string): Record<string, string> => ({ 'often.flag.yaml': flag('release', ends(day)) });
    const days = ['2026-12-10', '2026-12-14', '2026-12-18', '2026-12-22'];
    const repository = repositoryOf(...days.map(until));
    const [often] = await listed(repository);
    expect(often).toMatchObject({ key: 'often', states: ['extended-too-often'], extensions: 3 });
    repository.write(until('2026-12-14'));
    expect(await listed(repository, '--all')).toMatchObject([{ states: [], extensions: 1 }]);
  });

  it('calls stale what has stood still for long, unless it was edited a moment ago', async () => {
    const file = 'still.flag.yaml';
    const repository = repositoryOf({ [file]: flag('migration', `expires: 2027-03-20\nenvironments: {}\n`) });
    expect(await listed(repository, '--now', '2026-12-30')).toEqual([]);
    expect(await listed(repository, '--now', '2026-12-31')).toMatchObject([
      { states: ['stale'], settled: { variant: 'off' }, lastChanged: '2026-11-01T00:00:00.000Z' },
    ]);
    repository.write({ [file]: flag('migration', `expires: 2027-03-21\nenvironments: {}\n`) });
    expect(await listed(repository, '--now', '2026-12-31')).toEqual([]);
  });

  it('goes by the entries of a file that is not committed', async () => {
    const repository = temporaryRepository();
    made.push(repository);
    const entry =
      'extensions: [{ on: 2026-10-05, from: 2026-10-20, until: 2026-11-20, reason: The load test failed. }]\n';
    repository.write({
      'flagwright.yaml': manifest,
      'owners.yaml': owners,
      'over.flag.yaml': flag('release', entry + ends('2026-11-20')),
    });
    expect(await listed(repository, '--now', '2026-11-22')).toMatchObject([{ extensions: 1, lastChanged: null }]);
  });

  it.each([
    ['expired', 1],
    ['stale', 0],
    ['stale,expired', 1],
  ])('fails on %s where a flag is so: %d', async (states, code) => {
    const repository = repositoryOf({ 'over.flag.yaml': flag('release', ends('2026-11-20')) });
    const { exitCode } = await runMain(
      ['lifecycle', '--fail-on', states, '--now', '2026-11-22'],
      repository.path,
      repository.env,
    );
    expect(exitCode).toBe(code);
  });
});

describe('on the history of the demo', () => {
  const rules: Readonly<Record<string, string>> = {
    expired: 'expired',
    'expiring-soon': 'expiring',
    'extended-too-often': 'extended-too-often',
    'review-overdue': 'review-overdue',
    'stale-flag': 'stale',
  };

  it('says of every month what lint says', async () => {
    const repository = temporaryRepository();
    made.push(repository);
    await runMain(['demo', 'shop'], repository.path, repository.env);
    const run = async (...args: string[]): Promise<Record<string, unknown>> => {
      const { stdout } = await runMain([...args, '--json'], `${repository.path}/shop`, repository.env);
      return JSON.parse(stdout) as Record<string, unknown>;
    };
    const seen = new Set<string>();
    for (let month = 0; month < 16; month++) {
      const now = new Date(Date.UTC(2026, 8 + month, 27)).toISOString().slice(0, 10);
      const { diagnostics } = (await run('lint', '--now', now)) as {
        diagnostics: { rule: string; flag: string; message: string }[];
      };
      const { flags } = (await run('lifecycle', '--now', now)) as { flags: Listed[] };
      // Lint says of a review also that it is due soon.
      const ofLint = diagnostics
        .filter(({ rule, message }) => rules[rule] !== undefined && !/^the review of \S+ is due/.test(message))
        .map(({ rule, flag: key }) => `${key} ${rules[rule]}`);
      // Of what has expired, lint says no more; and only a list knows of what is rolled out.
      const ofList = flags.flatMap(({ key, states }) =>
        states
          .filter((state) => state !== 'rolled-out' && !(state === 'stale' && states.includes('expired')))
          .map((state) => `${key} ${state}`),
      );
      expect(ofList.sort(), now).toEqual(ofLint.sort());
      for (const { states } of flags) for (const state of states) seen.add(state);
    }
    expect([...seen].sort()).toEqual(['expired', 'expiring', 'review-overdue', 'stale']);
  });
});

describe('what a user wrote', () => {
  const hostile =
    'sh\u001b[2Jop\u202e <b>@all</b> [x](http://x.example) |`~~ ;,\\ ::error::y \r\nEND:VEVENT\r\nBEGIN:VEVENT';
  const repository = (): TemporaryRepository =>
    repositoryOf({
      'owners.yaml': `teams:\n  ${JSON.stringify(hostile)}: { members: [ada@example.com], contact: ${JSON.stringify(hostile)} }\n`,
      'over.flag.yaml': flag('release', 'expires: 2026-11-20\nenvironments: {}\n').replace(
        'owner: shop',
        `owner: ${JSON.stringify(hostile)}`,
      ),
    });

  it.each(['text', 'markdown', 'ics', 'json'])('does nothing to a reader of %s', async (format) => {
    const { path, env } = repository();
    const by = ['lifecycle', '--by', 'owner', '--now', '2026-11-22', '--format', format];
    const { stdout } = await runMain(by, path, env);
    expect(stdout).toContain('over');
    expect(['\u001b', '\u202e'].filter((character) => stdout.includes(character))).toEqual([]);
    const lines = stdout.split(/\r?\n/);
    expect(lines.filter((line) => /^(::|END:VEVENT|BEGIN:VEVENT)/.test(line)).length).toBe(format === 'ics' ? 2 : 0);
    if (format === 'markdown') expect(stdout).not.toMatch(/<b>|@all|\]\(http/);
  });

  it('is folded and escaped in a calendar', async () => {
    const { path, env } = repository();
    const { stdout } = await runMain(['lifecycle', '--now', '2026-11-22', '--format', 'ics'], path, env);
    const lines = stdout.split('\r\n');
    expect(lines.every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n'))).toBe(true);
    const unfolded = stdout.replaceAll('\r\n ', '').split('\r\n');
    const [summary = ''] = unfolded.filter((line) => line.startsWith('SUMMARY:'));
    expect(summary).toContain('\\;\\,\\\\');
    expect(unfolded.filter((line) => line !== '').map((line) => line.split(/[:;]/)[0])).toEqual(
      'BEGIN VERSION PRODID CALSCALE X-WR-CALNAME BEGIN UID DTSTAMP DTSTART DTEND SUMMARY DESCRIPTION TRANSP END END'.split(
        ' ',
      ),
    );
  });
});
