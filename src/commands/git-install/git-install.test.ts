import { expect, it } from 'vitest';
import { fakeHost, userError, type FakeHost } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import type { GitConfig } from '../../git/git-config.ts';
import type { GitHooks } from '../../git/git-hooks.ts';
import { gitInstallJson } from '../../report/git-install/json.ts';
import { gitInstall } from './git-install.ts';

const file = '.gitattributes';
const ours = (end = '\n'): string =>
  ['*.flag.yaml', '*.segment.yaml'].map((name) => `${name} merge=flagwright diff=flagwright${end}`).join('');

function memoryConfig(values = new Map<string, string>()): GitConfig & { values: Map<string, string> } {
  return {
    values,
    get: async (name) => values.get(name),
    prepare: async ({ set = new Map<string, string>(), removeSections = [] }) => ({
      apply() {
        for (const [name, value] of set) values.set(name, value);
        for (const section of removeSections)
          for (const name of values.keys()) if (name.startsWith(`${section}.`)) values.delete(name);
      },
      discard: () => {},
    }),
  };
}

const noHooks = async (): Promise<GitHooks> => ({
  folder: '/home/ada/shop/.git/hooks',
  isOwn: true,
  read: () => undefined,
  create: () => {},
  remove: () => {},
});

const install = async (own: FakeHost = {}, uninstall = false, config = memoryConfig()) => {
  const host = fakeHost({ git: {}, ...own });
  const report = await gitInstall(host, config, noHooks, { uninstall, hooks: false });
  validOutput('git install', gitInstallJson(report));
  return { report, written: host.written.get(file), values: config.values };
};

it.each([
  ['no file', undefined, ours()],
  ['a last line without an end', '*.png binary', `*.png binary\n${ours()}`],
  ['Windows line ends', '*.png binary\r\n', `*.png binary\r\n${ours('\r\n')}`],
  ['one of the lines', ours().split('\n')[1] as string, `${ours().split('\n')[1]}\n${ours().split('\n')[0]}\n`],
  ['both', `a b\n${ours('\r\n')}`, undefined],
])('adds lines to attributes: %s', async (_, before, after) => {
  const { written } = await install(before === undefined ? {} : { files: { [file]: before } });
  expect(written).toBe(after);
});

it('sets what is missing or different, and says so', async () => {
  const config = memoryConfig();
  const { report } = await install({}, false, config);
  expect(report.parts.every(({ changed }) => changed)).toBe(true);
  config.values.set('merge.flagwright.driver', 'other');
  const again = await install({ files: { [file]: ours() } }, false, config);
  expect(again.report.parts.filter(({ changed }) => changed).map(({ name }) => name)).toEqual([
    'merge.flagwright.driver',
  ]);
  expect(config.values.get('merge.flagwright.driver')).not.toBe('other');
});

it('takes its own out again', async () => {
  const config = memoryConfig(new Map([['user.name', 'Ada']]));
  await install({}, false, config);
  const { written } = await install({ files: { [file]: `a b\n${ours()}c d` } }, true, config);
  expect(written).toBe('a b\nc d');
  expect([...config.values]).toEqual([['user.name', 'Ada']]);
  const { report } = await install({}, true, config);
  expect(report.parts.some(({ changed }) => changed)).toBe(false);
});

it('needs a checkout, and attributes it can read', async () => {
  expect(
    await userError(() => gitInstall(fakeHost(), memoryConfig(), noHooks, { uninstall: false, hooks: false })),
  ).toContain('not a checkout');
});
