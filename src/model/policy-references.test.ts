import { expect, it } from 'vitest';
import { readPolicyReferences } from './policy-references.ts';

it('are found wherever a policy can name something', () => {
  const policy = {
    rules: [
      { id: 'a', when: { environments: ['production'] }, authors: ['owner', 'team:checkout', 'ada@example.com'] },
      { id: 'b', approvals: { count: 1, from: ['role:on-call'] } },
    ],
    freezes: [{ environments: ['staging'], except: ['role:release-manager'] }],
    emergency: { roles: ['on-call'] },
    signatures: { required: ['production'] },
  };
  const { references } = readPolicyReferences('policy.yaml', policy);
  expect(references.map(({ kind, name, path }) => `${kind} ${name} ${path.join('.')}`)).toEqual([
    'environment production rules.0.when.environments.0',
    'team checkout rules.0.authors.1',
    'role on-call rules.1.approvals.from.0',
    'environment staging freezes.0.environments.0',
    'role release-manager freezes.0.except.0',
    'role on-call emergency.roles.0',
    'environment production signatures.required.0',
  ]);
});

it('are passed over where they are malformed', () => {
  for (const value of [undefined, 7, { rules: 'x' }, { rules: [7, { authors: [7, 'team:'] }], emergency: [] }]) {
    expect(readPolicyReferences('policy.yaml', value).references).toEqual([]);
  }
});

it('has with approvals who may make such changes, by every rule about some of them', () => {
  const approvals = { count: 1, from: ['owner'] };
  const policy = {
    rules: [
      { id: 'a', when: { environments: ['production'], changes: ['state'] }, authors: ['owner'] },
      { id: 'b', when: { environments: ['staging'] }, authors: ['team:platform'] },
      { id: 'c', when: { changes: ['governance'] }, authors: ['team:house'], approvals },
      { id: 'd', when: { environments: ['production'], criticality: ['high'] }, approvals },
      { id: 'e', approvals },
    ],
  };
  const asked = readPolicyReferences('policy.yaml', policy).approvals;
  expect(asked.map(({ rule, authors }) => [rule, authors.flat()])).toEqual([
    ['c', ['team:house']],
    ['d', ['owner']],
    ['e', ['owner', 'team:platform', 'team:house']],
  ]);
});
