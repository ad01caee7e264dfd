import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const flag = (expires: string, production: string): string => `description: A flag.
type: release
owner: platform
created: 2024-01-01
expires: ${expires}
environments: { production: ${production} }
`;

const manifest = 'version: 1\nenvironments: { production: {} }\n';

const commits: readonly Readonly<Record<string, string>>[] = [
  {
    'flagwright.yaml': manifest,
    'one.flag.yaml': flag('2027-01-15', 'true'),
    'two.flag.yaml': flag('2027-02-01', 'false'),
  },
  { 'one.flag.yaml': flag('2027-03-01', 'true') },
  { 'two.flag.yaml': `${flag('2027-02-01', 'false')}prerequisites: [one]\n` },
];

let repository: TemporaryRepository;

beforeAll(() => {
  repository = temporaryRepository();
  commits.forEach((files, index) => {
    repository.write(files);
    repository.commit(`Commit ${index}`);
  });
});

afterAll(() => repository.remove());

interface Said {
  readonly rule: string;
  readonly flag: string | null;
}

async function diagnostics(command: string, ...args: string[]): Promise<readonly Said[]> {
  const { stdout } = await runMain([command, ...args, '--json'], repository.path, repository.env);
  return validOutput(command, stdout).diagnostics as readonly Said[];
}

describe('show --at', () => {
  it('says of a flag what lint says of it, though it looks at the past of no other', async () => {
    const seen = new Set<string>();
    for (const at of ['HEAD', 'HEAD~1', 'HEAD~2']) {
      for (const now of ['2026-11-23', '2027-01-05']) {
        const when = ['--at', at, '--now', now];
        // In turns, so that neither takes over from the other what does not hold for it.
        for (const key of ['one', 'two', 'one']) {
          const ofFlag = (await diagnostics('lint', ...when)).filter((one) => one.flag === key);
          expect(await diagnostics('show', key, ...when)).toEqual(ofFlag);
          for (const { rule } of ofFlag) seen.add(`${key} ${rule}`);
        }
      }
    }
    expect(seen).toContain('one extension-without-reason');
    expect(seen).toContain('two stale-flag');
  });
});

describe('--at a date', () => {
  it('means the last instant of the day, for the commit and for what depends on the time', async () => {
    const { stdout, stderr } = await runMain(['lint', '--at', '2027-01-20', '--json'], repository.path, {
      ...repository.env,
      FLAGWRIGHT_NOW: '',
    });
    const head = repository.git('rev-parse', '--short=7', 'HEAD');
    expect(stderr).toBe(`note: as of 2027-01-20T23:59:59.999Z, at commit ${head}\n`);
    const { diagnostics: found } = validOutput('lint', stdout) as { diagnostics: readonly Said[] };
    expect(found.map(({ rule, flag: key }) => `${key} ${rule}`)).toContain('two expiring-soon');
  });

  it('is the time of schedules, not the time of the commit', async () => {
    const env = { ...repository.env, FLAGWRIGHT_NOW: '' };
    const schedule = '{ enabled: true, rules: [{ name: launch, from: 2027-02-10, serve: on }], otherwise: off }';
    repository.write({ 'launched.flag.yaml': flag('2027-03-01', schedule) });
    repository.commit('Plan a launch', { date: '2027-02-01T08:00:00Z' });
    const variantAt = async (at: string): Promise<unknown> => {
      const args = ['evaluate', 'launched', '--env', 'production', '--at', at, '--json'];
      return validOutput('evaluate', (await runMain(args, repository.path, env)).stdout).variant;
    };
    const head = repository.git('rev-parse', 'HEAD');
    expect([await variantAt(head), await variantAt('2027-02-09'), await variantAt('2027-02-10')]).toEqual([
      'off',
      'off',
      'on',
    ]);
  });
});
