import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fakeClock, type FakeClock } from '../../test/support/fake-clock.ts';
import { snapshotFlag, snapshotText, type SnapshotParts } from '../../test/support/snapshots.ts';
import type { ClientOptions } from './client-options.ts';
import { createClient } from './create-client.ts';
import type { FlagClient } from './flag-client.ts';
import { prometheusText } from './metrics.ts';

let clock: FakeClock;
let source: SnapshotParts;
let client: FlagClient | undefined;

beforeEach(() => {
  clock = fakeClock();
  source = { version: 3, flags: { checkout: snapshotFlag(), color: snapshotFlag({ variants: { on: 'blue', off: 'grey' } }) } }; // prettier-ignore
});

afterEach(() => client?.close());

async function ready(options: Partial<ClientOptions> = {}): Promise<FlagClient> {
  client = createClient({
    environment: 'production',
    clock,
    monitoring: true,
    propagation: 'none',
    onWarning: () => {},
    source: { name: 'fake', read: async () => ({ text: snapshotText(source) }) },
    ...options,
  });
  client.string('color');
  await client.ready();
  return client;
}

/** The lines of a metric, without the environment. */
const linesOf = (text: string, name: string): string[] =>
  text.split('\n').filter((line) => line.startsWith(`flagwright_client_${name}`)).map((line) => line.replace(/environment="production",?/, '').replace(`flagwright_client_${name}`, '')); // prettier-ignore

it('counts evaluations by flag and variant, errors by code, hits by level', async () => {
  const own = await ready();
  for (let call = 0; call < 130; call++) own.boolean('checkout', { targetingKey: 'ada' });
  own.string('color');
  own.boolean('color');
  for (let call = 0; call < 3; call++) own.boolean('chekout');
  own.boolean('checkout', { targetingKey: 'x'.repeat(9000) });
  const text = own.metrics();
  expect(linesOf(text, 'evaluations_total')).toEqual([
    '{flag="checkout",variant="on"} 130',
    '{flag="color",variant="on"} 1',
    '{flag="color",variant=""} 1',
    '{flag="checkout",variant="off"} 1',
  ]);
  expect(linesOf(text, 'errors_total')).toEqual([
    '{code="PROVIDER_NOT_READY"} 1',
    '{code="TYPE_MISMATCH"} 1',
    '{code="FLAG_NOT_FOUND"} 3',
    '{code="INVALID_CONTEXT"} 1',
  ]);
  expect(linesOf(text, 'hits_total')).toEqual(['{level="memory"} 128']);
  expect(linesOf(text, 'evaluation_seconds_count')).toEqual(['{} 2']);
  expect(linesOf(text, 'evaluation_seconds_bucket').at(-1)).toBe('{le="+Inf"} 2');
  expect(text).not.toMatch(/ada|xxx|chekout/);
});

it('reports its state', async () => {
  const own = await ready({ staleAfter: '1m' });
  await clock.pass(61_000);
  const text = own.metrics();
  const values = ['ready', 'stale', 'snapshot_version', 'snapshot_age_seconds', 'breaker_open', 'changes_total'];
  expect(values.map((name) => linesOf(text, name))).toEqual([['{} 1'], ['{} 1'], ['{} 3'], ['{} 61'], ['{} 0'], ['{} 1']]); // prettier-ignore
  expect(linesOf(text, 'mode')).toContain('{mode="none"} 1');
  source = { version: 3, flags: {} };
  await own.refresh();
  expect(linesOf(own.metrics(), 'unexpected_changes_total')).toEqual(['{} 1']);
  expect(linesOf(own.metrics(), 'failures_total')).toEqual(['{what="conflict"} 1']);
});

it('does not grow with the number of flags and answers without end', async () => {
  source = { flags: Object.fromEntries(Array.from({ length: 2500 }, (_, at) => [`f${at}`, snapshotFlag()])) };
  const own = await ready();
  for (let at = 0; at < 2500; at++) own.boolean(`f${at}`);
  for (let at = 0; at < 6000; at++) own.boolean(`nothing-${at}`);
  const lines = linesOf(own.metrics(), 'evaluations_total');
  expect(lines).toHaveLength(2001);
  expect(lines.at(-1)).toBe('{flag="others",variant=""} 500');
});

it('is empty unless it is asked for', async () => {
  expect((await ready({ monitoring: false })).metrics()).toBe('');
});

it('is written as Prometheus reads it', () => {
  const values = [{ labels: { flag: 'a"b\\c\nd' }, value: 2 }];
  expect(prometheusText([{ name: 'x_total', kind: 'counter', help: 'Many.', values }])).toBe(
    '# HELP x_total Many.\n# TYPE x_total counter\nx_total{flag="a\\"b\\\\c\\nd"} 2\n',
  );
});

/** Collects only when it is told to. */
class Collector extends MetricReader {
  protected override async onShutdown(): Promise<void> {}
  protected override async onForceFlush(): Promise<void> {}
}

it('is reported to a meter of OpenTelemetry, until it is closed', async () => {
  const reader = new Collector();
  const provider = new MeterProvider({ readers: [reader] });
  const own = await ready({ monitoring: undefined, meter: provider.getMeter('test') });
  for (let call = 0; call < 64; call++) own.boolean('checkout');
  const collected = async () => {
    const { resourceMetrics, errors } = await reader.collect();
    expect(errors).toEqual([]);
    const metrics = resourceMetrics.scopeMetrics.flatMap((scope) => scope.metrics);
    return Object.fromEntries(metrics.map(({ descriptor, dataPoints }) => [descriptor.name, dataPoints.map(({ attributes, value }) => ({ ...attributes, value: typeof value === 'object' ? value.count : value }))])); // prettier-ignore
  };
  const first = await collected();
  expect(first['flagwright.client.evaluations']).toEqual([{ environment: 'production', flag: 'checkout', variant: 'on', value: 64 }]); // prettier-ignore
  expect(first['flagwright.client.snapshot_version']).toEqual([{ environment: 'production', value: 3 }]);
  expect(first['flagwright.client.evaluation']).toEqual([{ environment: 'production', value: 1 }]);
  await clock.pass(2000);
  expect((await collected())['flagwright.client.snapshot_age_seconds']).toEqual([{ environment: 'production', value: 2 }]); // prettier-ignore
  await own.close();
  await clock.pass(2000);
  expect((await collected())['flagwright.client.snapshot_age_seconds']).toEqual([{ environment: 'production', value: 2 }]); // prettier-ignore
  await provider.shutdown();
});
