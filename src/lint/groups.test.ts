import { expect, it } from 'vitest';
import { groupOf, ruleGroups } from './groups.ts';
import { rules } from './rules/index.ts';

it('has every rule in exactly one group', () => {
  const grouped = ruleGroups.flatMap((group) => group.rules);
  expect(new Set(grouped).size).toBe(grouped.length);
  for (const { id } of rules) expect(groupOf(id), id).toBeDefined();
});

it('knows no group of a rule that does not exist', () => {
  expect(groupOf('nothing-wrong')).toBeUndefined();
});
