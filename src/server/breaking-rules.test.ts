import { expect, it } from 'vitest';
import { rules } from '../lint/rules/index.ts';
import { breakingRules } from './breaking-rules.ts';

it('names rules that exist and are errors', () => {
  const severities = new Map(rules.map(({ id, severity }) => [id, severity]));
  for (const id of breakingRules) expect(severities.get(id), id).toBe('error');
});
