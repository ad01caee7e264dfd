import { expect, it } from 'vitest';
import { segmentChanges } from './changes.ts';
import { asFlagChanges } from './segment-use.ts';

it('makes a change of who belongs to a segment one of the targeting, and its description none', () => {
  const when = (country: string): object => ({ attribute: 'country', equals: country });
  const changes = segmentChanges({ when: when('DE'), owner: 'a' }, { when: when('FR'), owner: 'b' });
  expect(asFlagChanges('people', changes, ['staging', 'production'])).toEqual(
    ['staging', 'production'].map((environment) => ({
      kind: 'targeting',
      environment,
      path: ['segments', 'people', 'when'],
      before: when('DE'),
      after: when('FR'),
      subject: 'segment people',
      detail: 'country = DE → FR',
      summary: `${environment}: segment people country = DE → FR`,
    })),
  );
  const gone = segmentChanges({ when: when('DE') }, undefined);
  expect(asFlagChanges('people', gone, ['staging']).map(({ summary }) => summary)).toEqual([
    'staging: segment people removed',
  ]);
});
