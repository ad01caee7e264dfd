import { expect, it } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';
import { concurrentChangeRisk } from './concurrent-change.ts';

it('is of the flag whose file has the edits', async () => {
  const off = 'environments: { production: false }\n';
  const situation = await exampleSituation({
    before: { 'fast-search': '', 'dark-mode': '' },
    after: { 'fast-search': off, 'dark-mode': off },
    repository: { edited: ['dark-mode.flag.yaml'] },
  });
  expect(concurrentChangeRisk.check(situation).map(({ flag }) => flag)).toEqual(['dark-mode']);
});
