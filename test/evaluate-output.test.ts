import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

const production = (block: string): string => `environments:\n  staging: true\n  production: ${block}\n`;
const on = (segment: string): string =>
  production(`{ enabled: true, rules: [{ name: r, when: { segment: ${segment} }, serve: on }], otherwise: off }`);
const segment = (...countries: string[]): string => `when: { attribute: country, in: [${countries.join(', ')}] }\n`;
const split = (share: number): string =>
  production(`{ enabled: true, otherwise: { on: ${share}, off: ${100 - share} } }`);
const needing = (flag: string, more: string): string => `prerequisites: [{ flag: ${flag} }]\n${more}`;

let repository: TemporaryRepository;
let ids: readonly string[];

const commits: readonly Readonly<Record<string, string | null>>[] = [
  {
    'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: {} }\n',
    'a.flag.yaml': production('false'),
    'b.flag.yaml': production('true'),
    'outer.segment.yaml': 'when: { any: [{ segment: inner }] }\n',
    'inner.segment.yaml': segment('DE'),
    'j.flag.yaml': production(
      '{ enabled: true, targeting: { if: [{ "<": [{ var: age }, 18] }, "on"] }, otherwise: off }',
    ),
  },
  { 'a.flag.yaml': needing('b', on('outer')) },
  { 'inner.segment.yaml': segment('FR') },
  { 'readme.txt': 'Nothing of a flag.' },
  { 'inner.segment.yaml': segment('FR', 'DE') },
  { 'b.flag.yaml': split(60) },
  { 'b.flag.yaml': split(10) },
  { 'b.flag.yaml': null },
  { 'b.flag.yaml': 'environments: [\n' },
  { 'b.flag.yaml': split(100), 'a.flag.yaml': `description: A flag.\n${needing('b', on('outer'))}` },
];

beforeAll(() => {
  repository = temporaryRepository();
  ids = commits.map((files, index) => {
    repository.write(files);
    return repository.commit(`Commit ${index}`);
  });
});

afterAll(() => repository.remove());

async function output(exitCode: number, command: string, ...args: string[]): Promise<Record<string, unknown>> {
  const result = await runMain([command, ...args, '--json'], repository.path, repository.env);
  expect(result.stderr).toBe('');
  expect(result.exitCode).toBe(exitCode);
  return validOutput(command, result.stdout);
}

describe('evaluate', () => {
  it('has one flag with its trace', async () => {
    const args = ['a', '--env', 'production', '--context', '{"country":"DE","targetingKey":"u-3"}'];
    expect(await output(0, 'evaluate', ...args)).toMatchObject({
      flagKey: 'a',
      value: true,
      variant: 'on',
      reason: 'TARGETING_MATCH',
      errorCode: null,
      flagMetadata: { rule: 'r' },
      trace: [
        { step: 'enabled' },
        { step: 'prerequisite', result: 'ok' },
        { step: 'rule', result: 'yes', serves: 'on' },
      ],
    });
    expect(await output(0, 'evaluate', ...args, '--at', ids[7]!)).toMatchObject({
      reason: 'PREREQUISITE_FAILED',
      trace: [{ step: 'enabled' }, { step: 'prerequisite', result: 'unmet', why: 'it does not exist' }],
    });
  });

  it('answers programs that ask for another type, or for a flag that is not there', async () => {
    const args = ['--env', 'production'];
    expect(await output(1, 'evaluate', 'a', ...args, '--type', 'string')).toMatchObject({
      flagKey: 'a',
      reason: 'ERROR',
      errorCode: 'TYPE_MISMATCH',
      errorMessage: 'the value is a boolean, not a string',
    });
    expect(await output(1, 'evaluate', 'gone', ...args)).toMatchObject({
      flagKey: 'gone',
      value: null,
      errorCode: 'FLAG_NOT_FOUND',
    });
  });

  it('has all flags without traces', async () => {
    const { evaluations } = await output(0, 'evaluate', '--env', 'staging');
    expect(evaluations).toMatchObject(
      ['a', 'b', 'j'].map((flagKey) => ({ environment: 'staging', flagKey, variant: 'on' })),
    );
    expect(evaluations).not.toMatchObject([{ trace: [] }]);
  });

  it('has JsonLogic, and its errors', async () => {
    const args = ['j', '--env', 'production'];
    expect(await output(0, 'evaluate', ...args)).toMatchObject({ variant: 'on', reason: 'TARGETING_MATCH' });
    expect(await output(0, 'evaluate', ...args, '--attribute', 'age=20')).toMatchObject({
      variant: 'off',
      reason: 'DEFAULT',
    });
    expect(await output(1, 'evaluate', ...args, '--attribute', 'age=old')).toMatchObject({
      reason: 'ERROR',
      errorCode: 'GENERAL',
      trace: [{ step: 'enabled' }, { step: 'targeting' }, { step: 'error', result: 'GENERAL' }],
    });
  });

  it('says that a file cannot be read', async () => {
    expect(await output(1, 'evaluate', '--env', 'production', '--at', ids[8]!)).toMatchObject({
      evaluations: [
        { flagKey: 'a', reason: 'PREREQUISITE_FAILED' },
        { flagKey: 'b', errorCode: 'PARSE_ERROR' },
        { flagKey: 'j' },
      ],
    });
  });
});

describe('bisect', () => {
  const bisect = (exitCode: number, flag: string, context: object, ...args: string[]) =>
    output(exitCode, 'bisect', flag, '--env', 'production', '--context', JSON.stringify(context), ...args);

  it('finds changes of the flag, of segments of segments, and of prerequisites', async () => {
    const variants = { before: { variant: 'off' }, after: { variant: 'on' } };
    const found = (index: number, ...keys: string[]) => ({ commit: ids[index], changes: keys.map((key) => ({ key })) });
    expect(await bisect(0, 'a', { country: 'DE' }, '--bad', ids[1]!)).toMatchObject({
      ...found(1),
      ...variants,
      changes: {},
    });
    expect(await bisect(0, 'a', { country: 'FR' }, '--bad', ids[4]!)).toMatchObject({
      ...found(2, 'inner'),
      ...variants,
    });
    expect(await bisect(0, 'a', { country: 'DE' }, '--bad', ids[4]!)).toMatchObject({
      ...found(4, 'inner'),
      ...variants,
    });
    expect(await bisect(0, 'a', { country: 'FR', targetingKey: 'u-3' })).toMatchObject({
      ...found(9),
      ...variants,
      changes: {},
    });
  });

  it('takes the commit before which the result was another, however it is asked', async () => {
    for (const bad of [4, 6, 8, 9]) {
      for (const good of [undefined, 0, 1, 3]) {
        if (good !== undefined && good >= bad) continue;
        const context = { country: 'DE', targetingKey: 'u-3' };
        const range = good === undefined ? [] : ['--good', ids[good]!];
        const { stdout } = await runMain(
          [
            'bisect',
            'a',
            '--env',
            'production',
            '--context',
            JSON.stringify(context),
            '--json',
            '--bad',
            ids[bad]!,
            ...range,
          ],
          repository.path,
          repository.env,
        );
        const { commit, before, after } = validOutput('bisect', stdout) as {
          commit: string | null;
          before: object;
          after: object;
        };
        if (commit === null) continue;
        const args = ['a', '--env', 'production', '--context', JSON.stringify(context), '--at'];
        const {
          trace: _,
          schemaVersion: _1,
          command: _2,
          ...then
        } = await output(0, 'evaluate', ...args, `${commit}~`);
        expect(before).toEqual(then);
        const { trace: _3, schemaVersion: _4, command: _5, ...now } = await output(0, 'evaluate', ...args, ids[bad]!);
        expect(after).toEqual(now);
      }
    }
  });

  it('says so where nothing ever was another, with exit code 1', async () => {
    const never = { commit: null, author: null, committedAt: null, changes: [], good: ids[0], bad: ids[9] };
    expect(await bisect(1, 'j', { age: 3 })).toMatchObject({ ...never, evaluations: 1, candidates: 1 });
    expect(await bisect(1, 'a', { country: 'XX' }, '--good', ids[0]!)).toMatchObject({ ...never, evaluations: 2 });
  });

  it('takes any environment where the manifest cannot be read', async () => {
    repository.git('switch', '--quiet', '--create', 'broken');
    repository.write({ 'flagwright.yaml': 'environments: [\n' });
    repository.commit('Break the manifest');
    expect(await bisect(0, 'a', { country: 'FR', targetingKey: 'u-3' })).toMatchObject({ commit: ids[9] });
    const { stderr, exitCode } = await runMain(['bisect', 'a'], repository.path, repository.env);
    expect([exitCode, stderr]).toEqual([2, 'error: no environment is named\nhelp: name one with --env\n']);
    repository.git('switch', '--quiet', 'main');
  });

  it('takes what was before the flag for another result only where that is asked for', async () => {
    repository.git('switch', '--quiet', '--create', 'later');
    repository.write({ 'late.flag.yaml': production('true') });
    const late = repository.commit('Add another');
    expect(await bisect(1, 'late', {})).toMatchObject({ commit: null, good: late });
    expect(await bisect(0, 'late', {}, '--good', ids[9]!)).toMatchObject({
      commit: late,
      before: { variant: null, errorCode: 'FLAG_NOT_FOUND' },
    });
    repository.git('switch', '--quiet', 'main');
  });
});
