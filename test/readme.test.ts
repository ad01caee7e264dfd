import { readFileSync, writeFileSync } from 'node:fs';
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

it('README lists the rules as they are', () => {
  const readme = readFileSync('README.md', 'utf8');
  const [before = '', rest = ''] = readme.split(start);
  const [, after = ''] = rest.split(end);
  const expected = `${before}${start}${ruleTable()}${end}${after}`;
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all' && expected !== readme) writeFileSync('README.md', expected);
  else expect(readme).toBe(expected);
});
