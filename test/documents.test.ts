import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { rules } from '../src/lint/rules/index.ts';
import { risks } from '../src/rollback/risks/index.ts';

const byCase = 'error in critical environments';

function ruleTable(): string {
  const rows = rules.map(({ id, severity, severityNote, summary }) => {
    const mark = severityNote?.startsWith(byCase) ? ' *' : '';
    return `| \`${id}\` | ${severity}${mark} | ${summary} |`;
  });
  return `| rule | severity | reports |\n|---|---|---|\n${rows.join('\n')}\n\n\\* ${byCase}, warning elsewhere\n`;
}

function riskTable(): string {
  const rows = risks.map(({ code, severity, acceptable, summary }) => {
    return `| \`${code}\` | ${severity}${acceptable ? '' : ' *'} | ${summary} |`;
  });
  return `| risk | severity | means |\n|---|---|---|\n${rows.join('\n')}\n\n\\* cannot be accepted\n`;
}

it.each([
  ['docs/rules.md', 'rules', ruleTable],
  ['docs/rollback.md', 'risks', riskTable],
])('%s lists the %s as they are', (path, name, table) => {
  const document = readFileSync(path, 'utf8');
  const [start, end] = [`<!-- ${name} -->\n`, `<!-- /${name} -->`];
  const [before = '', rest = ''] = document.split(start);
  const [, after = ''] = rest.split(end);
  const expected = `${before}${start}${table()}${end}${after}`;
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all' && expected !== document) writeFileSync(path, expected);
  else expect(document).toBe(expected);
});

it('README is short, and what it points to is there', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme.split('\n').length).toBeLessThan(400);
  const documents = [
    'README.md',
    ...readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  for (const file of documents) {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links) expect(existsSync(join(dirname(file), link)), `${file}: ${link}`).toBe(true);
  }
});
