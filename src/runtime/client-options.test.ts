import { describe, expect, it } from 'vitest';
import { settingsOf, type ClientOptions } from './client-options.ts';
import { disk } from './disk-cache.ts';
import { file } from './file-source.ts';
import { git } from './git-source.ts';
import { custom } from './source.ts';

const base = { environment: 'production', source: { name: 'fake', read: async () => ({ text: '' }) } };

function mistake(options: unknown): string {
  try {
    settingsOf(options as ClientOptions);
  } catch (error) {
    expect(error).toBeInstanceOf(TypeError);
    return (error as Error).message;
  }
  return 'none';
}

describe('options', () => {
  it('have defaults, for what is left out and for what is undefined', () => {
    const settings = settingsOf({
      ...base,
      poll: undefined,
      read: { retries: 0, timeout: '2s' },
      context: { depth: 6 },
    });
    expect(settings).toMatchObject({
      failures: 100,
      monitoring: false,
      propagation: { strategy: 'hybrid', poll: 30_000, reconcile: 300_000, silence: 35_000 },
      read: { environment: 'production', timeout: 2000, retries: 0, breakAfter: 5 },
      bounds: { attributes: 64, size: 8192, depth: 6 },
    });
  });

  it.each<[unknown, string]>([
    [undefined, 'options: give at least { environment, source }'],
    [null, 'options: give at least'],
    [{ ...base, environment: '' }, 'environment: name the environment'],
    [{ ...base, source: 'https://flags.internal' }, 'source: give one'],
    [{ ...base, source: { ...base.source, watch: true } }, 'source: its watch is not a function'],
    [{ ...base, cache: disk('flags') }, 'cache: give a list'],
    [{ ...base, cache: ['/var/cache/flags'] }, 'cache: give a list of caches'],
    [{ ...base, cache: [null] }, 'cache: give a list of caches'],
    [{ ...base, bus: {} }, 'bus: give one'],
    [{ ...base, caches: [] }, 'caches: there is no such option; there are environment, source, cache'],
    [{ ...base, propagation: 'streaming' }, 'propagation: "streaming" is none of hybrid, stream, bus, poll, none'],
    [{ ...base, delivery: 'always_fresh' }, 'delivery: "always_fresh" is none of always-fresh'],
    [{ ...base, maxAge: '5 minutes' }, 'maxAge: "5 minutes" is not a duration'],
    [{ ...base, reconcile: 10n }, 'reconcile: a bigint is not a duration'],
    [{ ...base, poll: 0 }, 'poll: it must be longer than 0'],
    [{ ...base, mostWaiting: 'x' }, 'mostWaiting: "x" is not a whole number from 0 on'],
    [{ ...base, stepBudget: NaN }, 'stepBudget: NaN is not a whole number from 1 on'],
    [{ ...base, failures: 0 }, 'failures: 0 is not a whole number from 1 on'],
    [{ ...base, read: { retry: 3 } }, 'read.retry: there is no such option'],
    [{ ...base, read: { retries: '2s' } }, 'read.retries: "2s" is not a whole number'],
    [{ ...base, context: { attributes: '64' } }, 'context.attributes: "64" is not a whole number'],
    [{ ...base, context: { levels: 3 } }, 'context.levels: there is no such option'],
    [{ ...base, onWarning: 'console' }, 'onWarning: give a function'],
    [{ ...base, monitoring: 'yes' }, 'monitoring: write true or false'],
    [{ ...base, meter: {} }, 'meter: give one of @opentelemetry/api'],
  ])('that are wrong are named (%#)', (options, message) => {
    expect(mistake(options)).toContain(message);
  });
});

it('a source or a cache says what it needs', () => {
  const nothing = undefined as never;
  expect(() => file(nothing)).toThrow(new TypeError('file: give a path'));
  expect(() => disk('')).toThrow(new TypeError('disk: give a path'));
  expect(() => git(nothing)).toThrow(new TypeError('git: give a path'));
  expect(() => custom({} as never)).toThrow(new TypeError('custom: give { read }, a function'));
});
