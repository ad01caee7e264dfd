import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { misreadings } from './misread.ts';
import { resolvePlain } from './scalar.ts';

const kindOf = (source: string): string | undefined => misreadings(source, resolvePlain(source))?.kind;

describe('misreadings', () => {
  it.each([
    '2.10',
    '1.0',
    '007',
    '1e3',
    '0x1F',
    '0o17',
    '+5',
    '.5',
    '5.',
    '-0',
    '.inf',
    '.nan',
    '12345678901234567890',
  ])('sees that %s loses its form as a number', (source) => expect(kindOf(source)).toBe('number'));

  it.each(['yes', 'NO', 'On', 'off', 'y', 'N'])('sees that %s was a boolean in YAML 1.1', (source) =>
    expect(kindOf(source)).toBe('boolean'),
  );

  it.each(['1_000', '12:30:00', '0b101', '-0x1F', '12:30', '190:20:30.15'])(
    'sees that %s was a number in YAML 1.1',
    (source) => expect(kindOf(source)).toBe('digits'),
  );

  it.each(['~', 'Null', 'NULL'])('sees that %s is null', (source) => expect(kindOf(source)).toBe('nothing'));

  it.each([
    '2.1',
    '30',
    '-5',
    '1.5',
    'true',
    'False',
    'null',
    '',
    '2.3.0',
    'DE',
    'yellow',
    '2026-11-22',
    'v1',
    '1a',
    ':',
  ])('takes %s as everybody does', (source) => expect(kindOf(source)).toBeUndefined());

  it('leaves alone what a tag has made plain', () => {
    expect(misreadings('2.10', '2.10')).toBeUndefined();
  });

  it('never doubts a number as JSON writes it', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, min: -1e20, max: 1e20 }),
        (n) => /e|^0$/.test(String(n)) || kindOf(String(n)) === undefined,
      ),
    );
  });
});
