import { expect, it } from 'vitest';
import { fakeHost } from '../../../test/support/host.ts';
import type { GitWriter } from '../../git/git-writer.ts';
import { guardedHost } from './guarded-host.ts';

const shown = [
  { path: 'flags/a.flag.yaml', before: 'old', after: 'new' },
  { path: 'flags/b.flag.yaml', before: 'gone', after: null },
];
const entry = { mode: '100644', oid: 'x' };
const isProtected = (branch: string | undefined): boolean => branch === undefined || branch === 'main';

/** A writer that only says which steps were taken. */
function recorded() {
  const steps: string[] = [];
  const step = (name: string, result: unknown) => async () => {
    steps.push(name);
    return result;
  };
  const writer = {
    writeBlob: step('writeBlob', 'oid'),
    stage: step('stage', undefined),
    moveRef: step('moveRef', true),
    push: step('push', undefined),
  } as unknown as GitWriter;
  return { steps, writer };
}

async function guarded() {
  const { steps, writer } = recorded();
  const host = { ...fakeHost({ folder: 'flags' }), openWriter: async () => writer };
  return { steps, writer: await guardedHost(host, shown, isProtected).openWriter!() };
}

it('writes files as they were shown, and no others', () => {
  const host = fakeHost({ folder: 'flags' });
  const { writer } = guardedHost(host, shown.slice(0, 1), isProtected);
  for (const files of [
    { 'flags/a.flag.yaml': 'newer' },
    { 'flags/c.flag.yaml': 'new' },
    { 'flags/a.flag.yaml': 'new', 'flags/c.flag.yaml': 'new' },
    {},
  ]) {
    expect(() => writer.write(new Map(Object.entries(files)))).toThrow('the project has changed');
    expect(() => writer.prepare(new Map(Object.entries(files)))).toThrow('the project has changed');
  }
  expect(host.written.size).toBe(0);
  writer.write(new Map([['flags/a.flag.yaml', 'new']]));
  expect([...host.written]).toEqual([['flags/a.flag.yaml', 'new']]);
});

it('refuses what is outside of the project', () => {
  const outside = [{ path: 'other/a.flag.yaml', before: null, after: 'new' }];
  expect(() => guardedHost(fakeHost({ folder: 'flags' }), outside, isProtected)).toThrow('outside of the project');
  expect(() => guardedHost(fakeHost({ folder: 'oth' }), outside, isProtected)).toThrow('outside of the project');
});

it('commits what was shown, and nothing else', async () => {
  const { steps, writer } = await guarded();
  await writer.writeBlob('new');
  await writer.stage('c', new Map([['flags/a.flag.yaml', entry], ['flags/b.flag.yaml', undefined]])); // prettier-ignore
  expect(steps).toEqual(['writeBlob', 'stage']);
  await expect(writer.writeBlob('newer')).rejects.toThrow('the project has changed');
  for (const entries of [
    [['flags/a.flag.yaml', entry]],
    [
      ['flags/a.flag.yaml', entry],
      ['flags/b.flag.yaml', entry],
    ],
    [
      ['flags/a.flag.yaml', undefined],
      ['flags/b.flag.yaml', undefined],
    ],
    [
      ['flags/a.flag.yaml', entry],
      ['flags/c.flag.yaml', undefined],
    ],
  ] as const)
    // prettier-ignore
    await expect(writer.stage('c', new Map(entries))).rejects.toThrow('the project has changed');
  expect(steps).toEqual(['writeBlob', 'stage']);
});

it('moves no protected branch, not even at the last moment, and never pushes', async () => {
  const { steps, writer } = await guarded();
  await expect(writer.moveRef('refs/heads/main', 'b', 'a', 'why')).rejects.toThrow('the branch main is protected');
  await expect(writer.moveRef('HEAD', 'b', 'a', 'why')).rejects.toThrow('HEAD is not on a branch');
  await expect(writer.push('origin', 'flags/x')).rejects.toThrow('agents do not push');
  expect(steps).toEqual([]);
  expect(await writer.moveRef('refs/heads/flags/x', 'b', undefined, 'why')).toBe(true);
});
