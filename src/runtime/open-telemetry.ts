import type { Metric } from './metrics.ts';

/** The part of a meter of `@opentelemetry/api` that is used. */
export interface Meter {
  createObservableCounter(name: string, options?: { description?: string }): ObservableInstrument;
  createObservableGauge(name: string, options?: { description?: string }): ObservableInstrument;
  createHistogram(name: string, options?: { description?: string; unit?: string }): { record(value: number, attributes?: Record<string, string>): void }; // prettier-ignore
}

interface ObservableInstrument {
  addCallback(callback: (result: { observe(value: number, attributes?: Record<string, string>): void }) => void): void;
  removeCallback(callback: (result: { observe(value: number, attributes?: Record<string, string>): void }) => void): void; // prettier-ignore
}

/** How a client tells a meter what it does. */
export interface MeterReport {
  /** An evaluation took so many milliseconds. */
  record(milliseconds: number): void;
  close(): void;
}

/**
 * Reports the metrics of a client to OpenTelemetry, with dots in their names: `flagwright.client.evaluations`.
 * @param read gives them as they are
 */
export function reportTo(meter: Meter, environment: string, read: () => readonly Metric[]): MeterReport {
  const ends: (() => void)[] = [];
  for (const { name, kind, help } of read()) {
    if (kind === 'histogram') continue;
    const dotted = name.replace(/_total$/, '').replace('flagwright_client_', 'flagwright.client.');
    const instrument = kind === 'counter' ? meter.createObservableCounter(dotted, { description: help }) : meter.createObservableGauge(dotted, { description: help }); // prettier-ignore
    const observe: Parameters<ObservableInstrument['addCallback']>[0] = (result) => {
      for (const { labels, value } of read().find((metric) => metric.name === name)?.values ?? []) result.observe(value, labels); // prettier-ignore
    };
    instrument.addCallback(observe);
    ends.push(() => instrument.removeCallback(observe));
  }
  const histogram = meter.createHistogram('flagwright.client.evaluation', { description: 'How long an evaluation takes.', unit: 's' }); // prettier-ignore
  return {
    record: (milliseconds) => histogram.record(milliseconds / 1000, { environment }),
    close: () => ends.forEach((end) => end()),
  };
}
