import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { faultKit } from './support/fault-kit.ts';

const rules = readFileSync('monitoring/client.rules.yml', 'utf8');
const dashboard = readFileSync('monitoring/client.dashboard.json', 'utf8');
const docs = readFileSync('docs/client.md', 'utf8');
const alerts = [...rules.matchAll(/^ *- alert: (\w+)$/gm)].map(([, name = '']) => name);

/** What a client says of itself after it was asked something. */
async function metrics(): Promise<string> {
  const kit = await faultKit();
  try {
    const client = kit.client({ monitoring: true });
    await client.ready();
    for (let call = 0; call < 100; call++) client.boolean('checkout');
    client.boolean('nothing');
    kit.server.snapshotFault = (_, response) => response.writeHead(500).end();
    await client.refresh();
    return client.metrics();
  } finally {
    await kit.done();
  }
}

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

// Without Prometheus's own tool these are skipped; CI has it.
describe.skipIf(!hasPromtool)('promtool', () => {
  it.each([
    ['check', 'monitoring/client.rules.yml'],
    ['test', 'monitoring/client.rules.test.yml'],
  ])('%s rules accepts %s', (verb, file) => {
    const { status, stdout, stderr } = spawnSync('promtool', [verb, 'rules', file], { encoding: 'utf8' });
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  it('accepts the metrics of a client', async () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { encoding: 'utf8', input: await metrics() }); // prettier-ignore
    expect({ status, said: stdout + stderr }).toEqual({ status: 0, said: '' });
  });
});

it('alerts, dashboard and documentation name metrics that a client has', async () => {
  const known = new Set([...(await metrics()).matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
  const named = [...`${rules}${dashboard}${docs}`.matchAll(/\bflagwright_client_\w+/g)].map(([name]) => name.replace(/_(?:bucket|count|sum)$/, '')); // prettier-ignore
  expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
});

it('every alert has a test and a run-book', () => {
  const tests = readFileSync('monitoring/client.rules.test.yml', 'utf8');
  expect(alerts).toHaveLength(10);
  for (const name of alerts) {
    expect(tests, name).toMatch(new RegExp(`alertname: ${name}\\n +exp_alerts:\\n +- exp_labels`));
    expect(docs, name).toMatch(new RegExp(`^### ${name}$`, 'm'));
    expect(rules, name).toContain(`docs/client.md#${name.toLowerCase()}`);
  }
});

it('the dashboard has panels with places of their own, each about the chosen jobs', () => {
  const { panels } = JSON.parse(dashboard) as { panels: { id: number; title: string; targets: { expr: string }[]; gridPos: { x: number; w: number } }[] }; // prettier-ignore
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  for (const { title, targets, gridPos } of panels) {
    expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
    expect(targets.every(({ expr }) => expr.includes('job=~"$job"')), title).toBe(true); // prettier-ignore
  }
});
