/** Numbers of one kind at one moment. */
export interface Metric {
  /** As Prometheus has it: counters end in `_total`. */
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly values: readonly MetricValue[];
}

export interface MetricValue {
  readonly labels: Readonly<Record<string, string>>;
  /** Of a histogram the sum of what was observed. */
  readonly value: number;
  /** Of a histogram: how many observations are up to each bound, the last being all. */
  readonly buckets?: readonly { readonly upTo: number; readonly count: number }[];
}

/** Metrics in the text format of Prometheus. */
export function prometheusText(metrics: readonly Metric[]): string {
  return metrics.map(({ name, kind, help, values }) => `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n${values.map((one) => lines(name, one)).join('')}`).join(''); // prettier-ignore
}

function lines(name: string, { labels, value, buckets }: MetricValue): string {
  if (buckets === undefined) return line(name, labels, value);
  const counts = buckets.map(({ upTo, count }) => line(`${name}_bucket`, { ...labels, le: upTo === Infinity ? '+Inf' : String(upTo) }, count)); // prettier-ignore
  return `${counts.join('')}${line(`${name}_sum`, labels, value)}${line(`${name}_count`, labels, buckets.at(-1)?.count ?? 0)}`; // prettier-ignore
}

function line(name: string, labels: Readonly<Record<string, string>>, value: number): string {
  const inside = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
  return `${name}{${inside.join(',')}} ${value}\n`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
