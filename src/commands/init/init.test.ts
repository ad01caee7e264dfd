import { describe, expect, it } from 'vitest';
import { fakeHost, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { lintInspector, lintProject } from '../../lint/lint.ts';
import { memoryTree } from '../../platform/memory-tree.ts';
import { loadProject } from '../../project/load.ts';
import { initJson } from '../../report/init/json.ts';
import { initText } from '../../report/init/text.ts';
import { makeStyle } from '../../report/style.ts';
import { parseDocument } from '../../source/document.ts';
import { init, type InitOptions } from './init.ts';

const now = '2026-11-22T12:00:00Z';
const plain = makeStyle({ color: false, unicode: false });
const defaults: InitOptions = { dir: undefined, ci: undefined, dryRun: false, packageFolder: undefined };
const git = { userEmail: async () => 'ada@example.com' };
const outside = (own: Parameters<typeof fakeHost>[0] = {}) => fakeHost({ folder: null, ...own });

async function problems(files: Readonly<Record<string, string>>, folder: string): Promise<string[]> {
  const project = await loadProject(memoryTree(files), folder, { inspector: lintInspector });
  const { diagnostics } = await lintProject(project, { now: Date.parse(now) });
  return diagnostics.map(({ file, rule, message }) => `${file}: ${rule}: ${message}`);
}

describe('init', () => {
  it.each([
    ['flags', undefined],
    ['', '.'],
    ['apps/search/flags', 'apps/search/flags'],
  ])('writes a project in %j that lints clean', async (folder, dir) => {
    const host = outside({ git });
    const report = await init(host, { ...defaults, dir });
    expect(report.folder).toBe(folder);
    expect(await problems(Object.fromEntries(host.written), folder)).toEqual([]);
    const project = await loadProject(memoryTree(Object.fromEntries(host.written)), folder);
    expect(project.owners?.teams.get('my-team')?.members).toEqual(['ada@example.com']);
    expect([...project.flags.keys()]).toEqual(['welcome-banner']);
    validOutput('init', initJson(report));
    expect(
      initText(report, plain)
        .split('\n')
        .filter((line) => line.length > 80),
    ).toEqual([]);
  });

  it('says where the address of the owner comes from', async () => {
    const shown = initText(await init(outside({ git }), defaults), plain).replace(/\s+/g, ' ');
    expect(shown).toContain(
      "see whether ada@example.com in flags/owners.yaml is right: it comes from git's user.email",
    );
  });

  it('asks for an address where git has none that can be one', async () => {
    for (const host of [
      outside(),
      outside({ git: { userEmail: async () => undefined } }),
      outside({ git: { userEmail: async () => 'root@(none) x' } }),
    ]) {
      const report = await init(host, defaults);
      expect(host.written.get('flags/owners.yaml')).toContain('- you@example.com');
      expect(initText(report, plain)).toContain('replace you@example.com by your e-mail address in flags/owners.yaml');
    }
  });

  it('keeps what is there, and uses its team', async () => {
    const files = {
      'flags/owners.yaml': 'teams: { search: { members: [lin@example.com] } }\n',
      '.vscode/settings.json': '{}',
    };
    const host = outside({ files });
    const report = await init(host, defaults);
    expect([...host.written.keys()].sort()).toEqual(['flags/flagwright.yaml', 'flags/search/welcome-banner.flag.yaml']);
    expect(await problems({ ...Object.fromEntries(host.written), ...files }, 'flags')).toEqual([]);
    expect(initText(report, plain)).toContain('kept    flags/owners.yaml ');
    expect(initText(report, plain)).toContain('add to .vscode/settings.json\n{\n  "yaml.schemas"');
  });

  it('writes no example without a team to own it', async () => {
    const host = outside({ files: { 'flags/owners.yaml': 'teams: {}\n' } });
    await init(host, defaults);
    expect([...host.written.keys()].sort()).toEqual(['.vscode/settings.json', 'flags/flagwright.yaml']);
  });

  it('writes nothing on a dry run', async () => {
    const host = outside();
    const report = await init(host, { ...defaults, dryRun: true });
    expect(host.written.size).toBe(0);
    expect(initText(report, plain)).toContain('would write flags/flagwright.yaml\n\nversion: 1\n');
  });

  it.each([
    [{ 'flags/flagwright.yaml': '' }, undefined, 'there is a project already: flags/flagwright.yaml'],
    [{ 'flags/flagwright.yaml': '' }, 'flags/a/b', 'flags/a/b is inside of a project: flags/flagwright.yaml'],
    [{ 'flagwright.yaml': '' }, 'flags', 'flags is inside of a project: flagwright.yaml'],
    [{ 'flags/a/flagwright.yaml': '' }, undefined, 'there is a project below: flags/a/flagwright.yaml'],
    [{}, '../elsewhere', '../elsewhere is outside of /home/ada/shop'],
  ])('in %j refuses %j', async (files, dir, message) => {
    const host = outside({ files });
    expect(await userError(() => init(host, { ...defaults, dir }))).toContain(`${message} / `);
    expect(host.written.size).toBe(0);
  });

  it('tells editors where the schemas are', async () => {
    const settings = async (packageFolder: string): Promise<string[]> => {
      const host = outside();
      await init(host, { ...defaults, packageFolder });
      const { 'yaml.schemas': schemas } = JSON.parse(host.written.get('.vscode/settings.json') ?? '') as Record<
        string,
        object
      >;
      return Object.entries(schemas ?? {}).map(([schema, files]) => `${schema} ${files}`);
    };
    const local = './node_modules/flagwright/schemas/flag.schema.json flags/**/*.flag.yaml';
    expect(await settings('/home/ada/shop/node_modules/flagwright')).toContain(local);
    expect(await settings('/home/ada/shop/node_modules/.pnpm/flagwright@1.0.0/node_modules/flagwright')).toContain(
      local,
    );
    expect(await settings('/usr/lib/node_modules/flagwright')).toContain(local);
    expect(await settings('/home/ada/shop/apps/a/node_modules/flagwright')).toContain(`./apps/a/${local.slice(2)}`);
  });

  it('writes a workflow that names the project where it has to', async () => {
    const run = async (dir: string | undefined): Promise<unknown> => {
      const host = outside();
      await init(host, { ...defaults, dir, ci: 'github' });
      const path = '.github/workflows/flagwright.yml';
      const { value, problems: wrong } = parseDocument(path, host.written.get(path) ?? '');
      expect(wrong).toEqual([]);
      return (value as { jobs: { lint: { steps: { run?: string }[] } } }).jobs.lint.steps.at(-1)?.run;
    };
    expect(await run(undefined)).toBe('npx --yes flagwright lint --format github');
    expect(await run('config/flags')).toBe('npx --yes flagwright lint --format github --project config/flags');
    expect(await run('my: flags')).toBe("npx --yes flagwright lint --format github --project 'my: flags'");
  });

  it('adds the workflow alone to a project', async () => {
    const host = fakeHost({ folder: 'flags', files: { 'flags/flagwright.yaml': '' } });
    await init(host, { ...defaults, ci: 'github' });
    expect([...host.written.keys()]).toEqual(['.github/workflows/flagwright.yml']);
  });
});
