import { describe, expect, it } from 'vitest';
import { mergeDriverLines } from '../../report/merge-driver/text.ts';
import { mergeDriver, type MergeDriverHost } from './merge-driver.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A driver whose lines never merge, so that what is merged was merged in meaning. */
function driverHost(base: string, ours: string, theirs: string, own: Partial<MergeDriverHost> = {}) {
  const written: string[] = [];
  const host: MergeDriverHost = {
    sides: { base: bytes(base), ours: bytes(ours), theirs: bytes(theirs) },
    mergeLines: async () => ({ text: '<<<<<<< ours\n=======\n>>>>>>> theirs\n', isClean: false }),
    mergeBytes: async () => ({ bytes: bytes('by lines'), isClean: true }),
    write: (result) => void written.push(typeof result === 'string' ? result : new TextDecoder().decode(result)),
    ...own,
  };
  return { host, written };
}

const options = { path: 'flags/x.flag.yaml', markerSize: 7 };

describe('merge-driver', () => {
  it('writes the merge over ours', async () => {
    const { host, written } = driverHost('a: 1\nb: 1\n', 'a: 2 # two\nb: 1\n', 'a: 1\nb: 2\n');
    const report = await mergeDriver(host, options);
    expect(report).toMatchObject({ ok: true, conflicts: [], reason: undefined });
    expect(written).toEqual(['a: 2 # two\nb: 2\n']);
    expect(mergeDriverLines(report)).toEqual([]);
  });

  it('says what a rule decided', async () => {
    const flag = (on: number): string =>
      `type: release\nenvironments: { p: { enabled: true, otherwise: { on: ${on}, off: ${100 - on} } } }\n`;
    const { host, written } = driverHost(flag(25), flag(50), flag(10));
    expect(mergeDriverLines(await mergeDriver(host, options))).toEqual([
      'flags/x.flag.yaml: p: otherwise: theirs is the lower rollout',
    ]);
    expect(written).toEqual([flag(10)]);
  });

  it('merges conditions of a segment as one, and other files field by field', async () => {
    const [base, ours, theirs] = ['x: { a: 1, b: 1 }\n', 'x: { a: 2, b: 1 }\n', 'x: { a: 1, b: 2 }\n'] as const;
    const segment = await mergeDriver(driverHost(base, ours, theirs).host, { ...options, path: 'x.segment.yaml' });
    expect(segment.conflicts).toMatchObject([{ path: ['x'] }]);
    const owners = await mergeDriver(driverHost(base, ours, theirs).host, { ...options, path: 'owners.yaml' });
    expect(owners).toMatchObject({ ok: true, conflicts: [] });
  });

  it('merges bytes that are not UTF-8 line by line', async () => {
    const sides = { base: bytes('a: 1\n'), ours: Uint8Array.of(0xff), theirs: bytes('a: 2\n') };
    const { host, written } = driverHost('', '', '', { sides });
    expect(await mergeDriver(host, options)).toMatchObject({ ok: true, reason: expect.stringContaining('YAML') });
    expect(written).toEqual(['by lines']);
  });

  it('falls back to lines when merging in meaning fails', async () => {
    const mergeLines = async () => {
      throw new Error('no space left');
    };
    const { host, written } = driverHost('a: 1\n', 'a: 2\n', 'a: 3\n', { mergeLines });
    const report = await mergeDriver(host, options);
    expect(report).toMatchObject({ ok: true, reason: 'no space left' });
    expect(written).toEqual(['by lines']);
    expect(mergeDriverLines(report)).toEqual(['flags/x.flag.yaml: merged line by line: no space left']);
  });

  it('leaves ours and says no when nothing can be merged', async () => {
    const fail = async () => {
      throw new Error('no space left');
    };
    const { host, written } = driverHost('a: 1\n', 'a: 2\n', 'a: 3\n', { mergeLines: fail, mergeBytes: fail });
    const report = await mergeDriver(host, options);
    expect(report.ok).toBe(false);
    expect(written).toEqual([]);
    expect(mergeDriverLines(report)).toEqual(['flags/x.flag.yaml: not merged: no space left']);
  });
});
