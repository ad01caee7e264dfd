import { afterEach, describe, expect, test } from 'vitest';
import { validOutput } from './support/output-schema.ts';
import { temporaryRepository, type TemporaryRepository } from './support/repository.ts';
import { runMain } from './support/transcript.ts';

/** What a rollback does to the flags around those that go off: who is hit, and that no error comes unannounced. */

const made: TemporaryRepository[] = [];
afterEach(() => {
  for (const repository of made.splice(0)) repository.remove();
});

const settings = {
  'flagwright.yaml': 'version: 1\nenvironments:\n  staging: {}\n  production: { critical: true }\n',
  'owners.yaml': 'teams:\n  platform: { name: Platform, members: [sam@example.com] }\n',
};

interface FlagShape {
  readonly on?: boolean | string;
  readonly needs?: readonly string[];
  readonly more?: string;
}

function flagFile({ on = true, needs = [], more = '' }: FlagShape): string {
  const prerequisites = needs.map((flag) => `{ flag: ${flag} }`).join(', ');
  const head = `description: Something that can be switched.\ntype: ops\nowner: platform\ncreated: 2026-01-01\nreview: { every: 180d, last: 2026-11-01 }\n`;
  return `${head}prerequisites: [${prerequisites}]\n${more}environments:\n  staging: false\n  production: ${on}\n`;
}

function projectOf(flags: Readonly<Record<string, FlagShape>>): TemporaryRepository {
  const repository = temporaryRepository();
  made.push(repository);
  const files = Object.entries(flags).map(([key, shape]) => [`${key}.flag.yaml`, flagFile(shape)]);
  repository.write({ ...settings, ...Object.fromEntries(files) });
  repository.commit('Start', { date: '2026-11-20T08:00:00Z' });
  return repository;
}

interface Printed {
  readonly blocked: boolean;
  readonly blockers: readonly { readonly id: string }[];
  readonly risks: readonly { readonly code: string; readonly severity: string; readonly flag: string }[];
  readonly diagnostics: readonly { readonly rule: string; readonly flag: string }[];
  readonly flags: readonly { readonly key: string }[];
  readonly impact: { readonly dependents: readonly Dependent[] };
}

interface Dependent {
  readonly key: string;
  readonly environments: Readonly<Record<string, Reached>>;
}

interface Reached {
  readonly active: boolean;
  readonly losesPrerequisite: unknown;
  readonly loses?: string | null;
  readonly dormant: boolean;
}

async function run<Output>(repository: TemporaryRepository, command: string, ...args: string[]): Promise<Output> {
  const env = { ...repository.env, FLAGWRIGHT_NOW: '2026-11-22' };
  const { stdout } = await runMain([command, ...args, '--env', 'production', '--json'], repository.path, env);
  return validOutput(command, stdout) as Output;
}

const off = (repository: TemporaryRepository, ...args: string[]): Promise<Printed> =>
  run<Printed>(repository, 'rollback', '--off', ...args);

/** The risks that block, with their severity. */
const blocking = ({ blockers, risks }: Printed): string[] =>
  blockers.map(({ id }) => `${id} ${risks.find(({ code }) => code === id)?.severity}`);

describe('a flag that goes off', () => {
  test.each([
    ['of the usual criticality', '', 'cascade critical'],
    ['of low criticality', 'criticality: low\n', 'cascade high'],
  ])('is blocked while a dependent %s stays on without it', async (_, more, blocker) => {
    const repository = projectOf({ alpha: {}, beta: { needs: ['alpha'], more } });
    const plain = await off(repository, 'alpha');
    expect([blocking(plain), plain.diagnostics.map(({ rule }) => rule)]).toEqual([
      [blocker],
      ['prerequisite-disabled'],
    ]);
    expect((await off(repository, 'alpha', '--accept', 'cascade')).blocked).toBe(false);
    expect(await off(repository, 'alpha', '--cascade')).toMatchObject({ blocked: false, diagnostics: [] });
  });

  test('is blocked while one that is on in its file alone has one more error, until that goes off with it', async () => {
    const repository = projectOf({ alpha: {}, gone: { on: false }, beta: { needs: ['alpha', 'gone'] } });
    expect(blocking(await off(repository, 'alpha'))).toEqual(['invalid-result critical']);
    expect(await off(repository, 'alpha', '--cascade')).toMatchObject({ blocked: false, diagnostics: [] });
  });

  test('is blocked while another that is on would lose its fallback, until that is accepted', async () => {
    const repository = projectOf({ alpha: {}, beta: { more: 'fallback: { flag: alpha }\n' } });
    const plain = await off(repository, 'alpha');
    expect([blocking(plain), plain.diagnostics.map(({ rule }) => rule)]).toEqual([
      ['fallback-lost high'],
      ['fallback-unavailable'],
    ]);
    expect((await off(repository, 'alpha', '--accept', 'fallback-lost')).blocked).toBe(false);
  });
});

test('a flag that comes on beside one that it conflicts with has to be accepted', async () => {
  const repository = projectOf({ alpha: {}, beta: { more: 'conflicts: [{ flag: alpha }]\n' } });
  repository.write({ 'alpha.flag.yaml': flagFile({ on: false }) });
  repository.commit('alpha off', { date: '2026-11-21T08:00:00Z' });
  const plain = await run<Printed>(repository, 'rollback', 'alpha');
  expect(blocking(plain)).toEqual(['new-conflict high']);
  expect((await run<Printed>(repository, 'rollback', 'alpha', '--accept', 'new-conflict')).blocked).toBe(false);
});

/** What becomes of each dependent that loses something. */
function hit(dependents: readonly Dependent[], loses: (state: Reached) => unknown): Record<string, unknown> {
  const states = dependents.map(({ key, environments: { production } }) => [key, production] as const);
  return Object.fromEntries(
    states.flatMap(([key, state]) =>
      state && loses(state) ? [[key, [loses(state), state.active, state.dormant]]] : [],
    ),
  );
}

test('impact and a rollback name the same flags that are hit, in the same way', async () => {
  const nobody = '{ enabled: true, otherwise: off }';
  const repository = projectOf({
    alpha: {},
    gone: { on: false },
    active: { needs: ['alpha'] },
    behind: { needs: ['active'] },
    dormant: { on: false, needs: ['alpha'] },
    'other-off': { on: false, needs: ['alpha', 'gone'] },
    'other-on': { needs: ['gone', 'alpha'] },
    'for-nobody': { on: nobody, needs: ['alpha'] },
    'behind-off': { needs: ['dormant'] },
    apart: { needs: ['gone'] },
  });
  const impact = await run<{ dependents: Dependent[] }>(repository, 'impact', 'alpha');
  const rollback = await off(repository, 'alpha');
  const found = hit(impact.dependents, ({ loses }) => loses);
  expect(hit(rollback.impact.dependents, ({ losesPrerequisite }) => losesPrerequisite)).toEqual(found);
  expect(rollback.impact.dependents.map(({ key }) => key).sort()).toEqual(Object.keys(found).sort());
  expect(found).toEqual({
    active: ['wholly', true, false],
    behind: ['wholly', true, false],
    dormant: ['wholly', false, true],
    'other-off': ['wholly', false, false],
    'other-on': ['wholly', false, false],
    'for-nobody': ['wholly', false, false],
  });
});
