import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { ruleGroups } from '../src/lint/groups.ts';
import { rules } from '../src/lint/rules/index.ts';

const start = '<!-- rules -->\n';
const end = '<!-- /rules -->';

function ruleTable(): string {
  const rows = ruleGroups.flatMap((group) =>
    group.rules.flatMap((id) => {
      const rule = rules.find((one) => one.id === id);
      if (!rule) return [];
      const severity = rule.severityNote?.startsWith('error in critical') ? `${rule.severity} *` : rule.severity;
      return [`| \`${id}\` | ${severity} | ${rule.summary} |`];
    }),
  );
  return `| rule | severity | reports |\n|---|---|---|\n${rows.join('\n')}\n\n\\* error in critical environments, warning elsewhere\n`;
}

const path = 'docs/rules.md';

it('docs/rules.md lists the rules as they are', () => {
  const document = readFileSync(path, 'utf8');
  const [before = '', rest = ''] = document.split(start);
  const [, after = ''] = rest.split(end);
  const expected = `${before}${start}${ruleTable()}${end}${after}`;
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all' && expected !== document) writeFileSync(path, expected);
  else expect(document).toBe(expected);
});

it('README is short, and what it points to is there', () => {
  const readme = readFileSync('README.md', 'utf8');
  expect(readme.split('\n').length).toBeLessThan(400);
  const documents = ['README.md', ...readdirSync('docs').map((name) => `docs/${name}`)];
  for (const file of documents) {
    const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, link = '']) => link);
    for (const link of links) expect(existsSync(join(dirname(file), link)), `${file}: ${link}`).toBe(true);
  }
});
