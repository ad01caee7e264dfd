import { describe, expect, it } from 'vitest';
import { Streams, type Sink } from './streams.ts';

interface FakeSink extends Sink {
  written: Buffer[];
  state: 'open' | 'ended' | 'destroyed';
  writableLength: number;
}

function sink(writableLength = 0): FakeSink {
  const made = {
    writableLength,
    written: [] as Buffer[],
    state: 'open',
    write: (bytes: Buffer) => made.written.push(bytes) > 0,
    end: () => (made.state = 'ended'),
    destroy: () => (made.state = 'destroyed'),
  };
  return made as unknown as FakeSink;
}

const of = (environment: string, one: Sink, token?: Buffer) =>
  ({ sink: one, environment, kind: 'snapshot', token }) as const;

describe('streams', () => {
  it('put an event into bytes once, however many read it', () => {
    const streams = new Streams({ streams: 10, streamBacklog: 100 }, () => {});
    const [a, b, other] = [sink(), sink(), sink()];
    streams.add(of('production', a));
    streams.add(of('production', b));
    streams.add(of('staging', other));
    streams.publish('production', 'snapshot', 'data: 1\n\n');
    streams.publish('production', 'refetch', 'data: 2\n\n');
    expect(a.written).toHaveLength(1);
    expect(a.written[0]).toBe(b.written[0]);
    expect(other.written).toEqual([]);
  });

  it('drop a reader with too much waiting, and one that has not taken the last sign of life', () => {
    let dropped = 0;
    const streams = new Streams({ streams: 10, streamBacklog: 100 }, () => dropped++);
    const [slow, slower, quick] = [sink(100), sink(101), sink()];
    for (const one of [slow, slower, quick]) streams.add(of('production', one));
    streams.publish('production', 'snapshot', 'data: 1\n\n');
    expect([slow.state, slower.state, quick.state, dropped]).toEqual(['open', 'destroyed', 'open', 1]);
    streams.beat();
    expect([slow.state, quick.state, dropped, streams.size]).toEqual(['destroyed', 'open', 2, 1]);
    expect(quick.written.map(String)).toEqual(['data: 1\n\n', ': alive\n\n']);
  });

  it('end for tokens that are no longer known', () => {
    const streams = new Streams({ streams: 2, streamBacklog: 100 }, () => {});
    const [known, unknown] = [sink(), sink()];
    streams.add(of('production', known, Buffer.from('a')));
    streams.add(of('production', unknown, Buffer.from('b')));
    expect(streams.isFull()).toBe(true);
    streams.endWithout((_, token) => token?.toString() === 'a');
    expect([known.state, unknown.state, streams.size]).toEqual(['open', 'ended', 1]);
    streams.endAll();
    expect([known.state, streams.size]).toEqual(['ended', 0]);
  });
});
