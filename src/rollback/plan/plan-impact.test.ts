import { expect, it } from 'vitest';
import { exampleSituation } from '../../../test/support/example-rollback.ts';
import { impactOf } from './plan-impact.ts';

const off = 'environments: { production: false }\n';
const needs = (key: string): string => `prerequisites: [{ flag: ${key} }]\n`;

it('names who is hit, how, and through whom', async () => {
  const situation = await exampleSituation({
    before: {
      'payment-api-v2': 'affects: [web]\n',
      'new-checkout-ui': needs('payment-api-v2'),
      'express-checkout': `${needs('new-checkout-ui')}affects: [app]\n${off}`,
      'fast-search': 'affects: [search]\n',
    },
    after: { 'payment-api-v2': `affects: [web]\n${off}` },
  });
  const { dependents, systems, owners } = impactOf(situation);
  const shown = dependents.map(({ key, depth, path, needs: wanted, environments }) => {
    return { key, depth, path: path.join(' '), needs: wanted, ...environments['production'] };
  });
  const nothing = { losesPrerequisite: undefined, dormant: false, switched: undefined };
  expect(shown).toEqual([
    {
      ...nothing,
      key: 'new-checkout-ui',
      depth: 1,
      path: 'payment-api-v2 new-checkout-ui',
      needs: ['payment-api-v2'],
      active: true,
      losesPrerequisite: 'wholly',
    },
    {
      ...nothing,
      key: 'express-checkout',
      depth: 2,
      path: 'payment-api-v2 new-checkout-ui express-checkout',
      needs: ['new-checkout-ui'],
      active: false,
      losesPrerequisite: 'wholly',
      dormant: true,
    },
  ]);
  expect(systems).toEqual(['web', 'app']);
  expect(owners).toEqual(['platform']);
});

it('names the systems of a flag that one environment loses, though it is not on in another anyway', async () => {
  const environments = (staging: boolean, production: boolean): string =>
    `environments: { staging: ${staging}, production: ${production} }\n`;
  const situation = await exampleSituation({
    before: {
      'payment-api-v2': environments(true, true),
      'index-v2': environments(false, true),
      'search-page': `prerequisites: [{ flag: payment-api-v2 }, { flag: index-v2 }]\naffects: [search]\n${environments(true, true)}`,
    },
    after: { 'payment-api-v2': environments(false, false) },
    environments: ['staging', 'production'],
  });
  expect(situation.idle.map(({ flag, environment }) => `${flag} ${environment}`)).toEqual(['search-page staging']);
  const { dependents, systems } = impactOf(situation);
  const active = Object.entries(dependents[0]?.environments ?? {}).map(([name, { active: is }]) => `${name} ${is}`);
  expect(active.sort()).toEqual(['production true', 'staging false']);
  expect(systems).toContain('search');
});

it('leaves out dependents that nothing changes for', async () => {
  const situation = await exampleSituation({
    before: { 'payment-api-v2': '', 'new-checkout-ui': needs('payment-api-v2') },
    after: { 'payment-api-v2': 'description: Says more.\n' },
  });
  expect(impactOf(situation).dependents).toEqual([]);
});
