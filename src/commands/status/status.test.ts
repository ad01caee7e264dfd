import { describe, expect, it } from 'vitest';
import { fakeHost, projectWith, userError } from '../../../test/support/host.ts';
import { validOutput } from '../../../test/support/output-schema.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Attention } from '../../workspace/attention.ts';
import { statusJson } from '../../report/status/json.ts';
import { statusText } from '../../report/status/text.ts';
import { makeStyle } from '../../report/style.ts';
import { status, type StatusReport } from './status.ts';

const head = {
  commit: '4f1c2d9'.padEnd(40, '0'),
  branch: 'main',
  committedAt: new Date('2026-11-22T10:00:00Z'),
  subject: '',
};
const git = { head: async () => head };
const files = projectWith({ 'fast-search': 'environments: { development: true }\n', 'old-search': '' });
const plain = makeStyle({ color: false, unicode: false });

describe('status', () => {
  it('counts, and fits the screen', async () => {
    const report = await status(fakeHost({ files, git }));
    expect(statusText(report, plain)).toBe(`shop   2 flags, 3 environments, main at 4f1c2d9 (2 hours ago)

  production  1 on  1 off    staging  0 on  2 off    development  1 on  1 off

nothing needs you

next   flagwright lint         flagwright lifecycle    flagwright --help
`);
    validOutput('status', statusJson(report));
  });

  it('works without a repository, without a commit, and where git refuses', async () => {
    const refuse = async () => {
      throw new UserError('git is not installed');
    };
    expect(await status(fakeHost({ files }))).toMatchObject({ head: undefined, headProblem: undefined });
    expect(await status(fakeHost({ files, git: { head: async () => undefined } }))).toMatchObject({ head: undefined });
    const refused = await status(fakeHost({ files, git: { head: refuse } }));
    expect(statusText(refused, plain)).toContain('\n\ngit: git is not installed\n\n');
    expect(validOutput('status', statusJson(refused)).head).toBeNull();
  });

  it('shows ten that need somebody, aligned, and counts the rest', async () => {
    const report = await status(fakeHost({ files, git }));
    const attention: Attention[] = Array.from({ length: 13 }, (_, index) => ({
      severity: index === 0 ? 'error' : 'warning',
      flag: index === 1 ? 'a-key-that-is-longer-than-anybody-would-want-a-key-to-be' : `flag-${index}`,
      file: 'f',
      message:
        index === 2
          ? 'a message that is so long that it needs more than the one line that it has'
          : 'expires in 9 days',
      owner: 'checkout',
      more: 0,
    }));
    const text = statusText({ ...report, attention } satisfies StatusReport, plain);
    expect(text).toMatchInlineSnapshot(`
      "shop   2 flags, 3 environments, main at 4f1c2d9 (2 hours ago)

        production  1 on  1 off    staging  0 on  2 off    development  1 on  1 off

      needs you
        x flag-0   expires in 9 days                                    owner checkout
        ! a-key-that-is-longer-than-anybody-would-want-a-key-to-be
                   expires in 9 days                                    owner checkout
        ! flag-2   a message that is so long that it needs more than    owner checkout
                   the one line that it has
        ! flag-3   expires in 9 days                                    owner checkout
        ! flag-4   expires in 9 days                                    owner checkout
        ! flag-5   expires in 9 days                                    owner checkout
        ! flag-6   expires in 9 days                                    owner checkout
        ! flag-7   expires in 9 days                                    owner checkout
        ! flag-8   expires in 9 days                                    owner checkout
        ! flag-9   expires in 9 days                                    owner checkout
        and 3 more: flagwright lint

      next   flagwright lint         flagwright lifecycle    flagwright --help
      "
    `);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('has one row for each of many environments', async () => {
    const manifest = `version: 1\nenvironments: { ${Array.from({ length: 6 }, (_, i) => `environment-${i}: {}`).join(', ')} }\n`;
    const report = await status(fakeHost({ files: { ...files, 'flagwright.yaml': manifest } }));
    expect(statusText(report, plain)).toContain('\n  environment-5   0 on   2 off\n  environment-4   0 on   2 off\n');
  });

  it('offers a beginning to an empty project', async () => {
    const report = await status(fakeHost({ files: { ...projectWith({}) } }));
    expect(statusText(report, plain)).toContain('no flags yet\n\nnext   flagwright new ');
  });

  it('is an error outside of a project', async () => {
    expect(await userError(() => status(fakeHost({ folder: null })))).toContain('flagwright init');
  });
});
