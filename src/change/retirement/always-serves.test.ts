import { describe, expect, it } from 'vitest';
import { projectOf } from '../../../test/support/project-of.ts';
import type { Flag } from '../../model/flag.ts';
import { alwaysServing } from './always-serves.ts';

function serves(flags: Readonly<Record<string, object>>, key: string, variant: string): boolean {
  const project = projectOf({ flags });
  return alwaysServing(project)(project.flags.get(key) as Flag, 'production', variant);
}

const on = { environments: { production: true } };
const needs = (...keys: string[]): object => ({ ...on, prerequisites: keys.map((flag) => ({ flag })) });
const block = (more: object): object => ({ environments: { production: { enabled: true, ...more } } });

describe('what a flag always serves', () => {
  it.each([
    ['by being on', on, 'on', true],
    ['and nothing else', on, 'off', false],
    ['by being off', {}, 'off', true],
    ['not by a split', block({ otherwise: { on: 99, off: 1 } }), 'on', false],
    ['by a split of one part', block({ otherwise: { on: 99, off: 0 } }), 'on', true],
    [
      'by rules that agree',
      block({ rules: [{ name: 'a', when: { segment: 'b' }, serve: 'on' }], otherwise: 'on' }),
      'on',
      true,
    ],
    [
      'not by rules that differ',
      block({ rules: [{ name: 'a', when: { segment: 'b' }, serve: 'off' }], otherwise: 'on' }),
      'on',
      false,
    ],
    [
      'not for a time',
      block({ rules: [{ name: 'a', from: '2026-11-01', serve: 'on' }], otherwise: 'on' }),
      'on',
      false,
    ],
    ['not what raw targeting may give', block({ targeting: true, otherwise: 'on' }), 'on', false],
  ])('is certain %s', (_, flag, variant, expected) => {
    expect(serves({ a: flag }, 'a', variant)).toBe(expected);
  });

  it('depends on its prerequisites, and on theirs', () => {
    expect(serves({ a: needs('b'), b: needs('c'), c: on }, 'a', 'on')).toBe(true);
    expect(serves({ a: needs('b'), b: needs('c'), c: {} }, 'a', 'on')).toBe(false);
    expect(serves({ a: needs('b') }, 'a', 'on')).toBe(false);
    expect(serves({ a: needs('b'), b: needs('a') }, 'a', 'on')).toBe(false);
  });

  it('is known at once of layers in which each needs all of the next', () => {
    const layers = Array.from({ length: 60 }, (_, layer) => [`a-${layer}`, `b-${layer}`]);
    const flags = Object.fromEntries(
      layers.flatMap((keys, layer) => keys.map((key) => [key, needs(...(layers[layer + 1] ?? []))])),
    );
    expect(serves(flags, 'a-0', 'on')).toBe(true);
  });

  it('is not known behind a chain of thousands', () => {
    const chain = Array.from({ length: 5000 }, (_, at) => [`f-${at}`, at === 4999 ? on : needs(`f-${at + 1}`)]);
    expect(serves(Object.fromEntries(chain), 'f-0', 'on')).toBe(false);
  });
});
