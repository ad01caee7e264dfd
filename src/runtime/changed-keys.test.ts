import { expect, it } from 'vitest';
import { disabledFlag, snapshotFlag, snapshotText, type SnapshotParts } from '../../test/support/snapshots.ts';
import { changedKeys } from './changed-keys.ts';
import { loadSnapshot } from './loaded-snapshot.ts';

const load = (parts: SnapshotParts) => loadSnapshot(snapshotText(parts), 'production');
const uses = (when: object) => snapshotFlag({ rules: [{ name: 'r', when, serve: 'on' }], otherwise: 'off' });
const country = (code: string) => ({ when: { attribute: 'country', equals: code } });

const flags = {
  plain: snapshotFlag(),
  direct: uses({ segment: 'germans' }),
  nested: uses({ not: { any: [{ attribute: 'x', exists: true }, { all: [{ segment: 'people' }] }] } }),
  needing: snapshotFlag({ prerequisites: [{ flag: 'direct' }] }),
  further: snapshotFlag({ prerequisites: [{ flag: 'needing' }] }),
};
const segments = { germans: country('DE'), people: { when: { segment: 'germans' } }, others: country('FR') };

it('are all at first', async () => {
  expect(changedKeys(undefined, await load({ flags, segments }))).toEqual([
    'direct',
    'further',
    'needing',
    'nested',
    'plain',
  ]);
});

it.each<[string, SnapshotParts, string[]]>([
  ['nothing', { flags, segments }, []],
  ['a flag', { flags: { ...flags, plain: disabledFlag() }, segments }, ['plain']],
  [
    'a flag that others need',
    { flags: { ...flags, direct: snapshotFlag() }, segments },
    ['direct', 'further', 'needing'],
  ],
  [
    'a segment',
    { flags, segments: { ...segments, germans: country('AT') } },
    ['direct', 'further', 'needing', 'nested'],
  ],
  ['a segment that another one uses', { flags, segments: { ...segments, people: country('AT') } }, ['nested']],
  ['a segment that nothing uses', { flags, segments: { ...segments, others: country('AT') } }, []],
  ['a flag that is new', { flags: { ...flags, fresh: snapshotFlag() }, segments }, ['fresh']],
  ['a flag that is gone', { flags: { ...flags, plain: undefined as never }, segments }, ['plain']],
])('are those that may answer otherwise after a change of %s', async (_, parts, expected) => {
  const gone = Object.fromEntries(Object.entries(parts.flags ?? {}).filter(([, flag]) => flag !== undefined));
  const [before, after] = await Promise.all([load({ flags, segments }), load({ ...parts, flags: gone, version: 2 })]);
  expect(changedKeys(before, after)).toEqual(expected);
});
