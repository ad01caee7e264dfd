import { expect, it } from 'vitest';
import { exampleSituation } from '../../test/support/example-rollback.ts';

/** Nobody meets it who has one plan alone. */
const hidden = '{ all: [{ attribute: plan, contains: gold }, { attribute: plan, contains: blue }] }';
const serving = (rule: string, when = hidden): string =>
  `environments:\n  production: { enabled: true, rules: [{ name: some, when: ${when}, serve: ${rule} }], otherwise: on }\n`;

const losses = async (before: string, after: string): Promise<readonly (readonly unknown[])[]> => {
  const { losses: found } = await exampleSituation({
    before: { 'payment-api-v2': before, 'new-checkout-ui': 'prerequisites: [{ flag: payment-api-v2 }]\n' },
    after: { 'payment-api-v2': after },
  });
  return found.map(({ flag, extent, example }) => [flag, extent, example]);
};

it('finds who passes two tests of one attribute at once', async () => {
  const found = [['new-checkout-ui', 'partly', expect.stringMatching(/gold.*blue/)]];
  expect(await losses(serving('on'), serving('off'))).toEqual(found);
});

it('finds no loss where every rule was met and nobody moves', async () => {
  const known = '{ attribute: country, equals: DE }';
  expect(await losses(serving('on', known), 'environments: { production: true }\n')).toEqual([]);
});
