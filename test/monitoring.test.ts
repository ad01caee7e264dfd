import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isOnPath } from './support/program-on-path.ts';
import { evaluation, testServer, type TestServer } from './support/server.ts';

const rules = readFileSync('monitoring/server.rules.yml', 'utf8');
const dashboard = readFileSync('monitoring/server.dashboard.json', 'utf8');
const alerts = [...rules.matchAll(/^ *- alert: (\w+)$/gm)].map(([, name = '']) => name);

let server: TestServer;
let metrics: string;

beforeAll(async () => {
  server = await testServer();
  const evaluate = (key: string) => server.ask(`/ofrep/v1/evaluate/flags/${key}`, evaluation());
  await evaluate('payment-api-v1');
  await evaluate('nothing');
  // The log of a request is written when it is counted.
  await server.logged('request');
  await server.logged('request');
  metrics = (await server.ask('/metrics')).text;
});

afterAll(() => server.stop());

describe.skipIf(!isOnPath('promtool'))('promtool', () => {
  it.each([
    ['check', 'monitoring/server.rules.yml'],
    ['test', 'monitoring/server.rules.test.yml'],
  ])('%s rules accepts %s', (verb, file) => {
    const { status, stdout, stderr } = spawnSync('promtool', [verb, 'rules', file], { encoding: 'utf8' });
    expect({ status, said: status === 0 ? '' : stdout + stderr }).toEqual({ status: 0, said: '' });
  });

  it('accepts the metrics of a server', () => {
    // Those of the process are prom-client's; it has names of its own for some.
    const input = metrics.replace(/^(?:# \S+ )?nodejs_active_.*\n/gm, '');
    const { status, stderr } = spawnSync('promtool', ['check', 'metrics'], { encoding: 'utf8', input });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('alerts and dashboard', () => {
  it('name metrics and labels that a server has', () => {
    const known = new Set([...metrics.matchAll(/^# TYPE (\S+)/gm)].map(([, name = '']) => name));
    // Only with a bus.
    known.add('flagwright_bus_up');
    const named = [...`${rules}${dashboard}`.matchAll(/\b(?:flagwright|nodejs|process)_\w+/g)].map(([name]) =>
      name.replace(/_(?:bucket|count|sum)$/, ''),
    );
    expect([...new Set(named)].filter((name) => !known.has(name))).toEqual([]);
    for (const series of [
      'flagwright_evaluation_errors_total{environment="production",code="FLAG_NOT_FOUND"} 1',
      'flagwright_http_request_duration_seconds_count{route="evaluate",status="404"} 1',
      'flagwright_streams{environment="production"} 0',
    ]) {
      expect(metrics).toContain(`\n${series}\n`);
    }
  });

  it('have a test and a run-book for every alert', () => {
    const tests = readFileSync('monitoring/server.rules.test.yml', 'utf8');
    const runbooks = readFileSync('docs/operations.md', 'utf8');
    expect(alerts).toHaveLength(12);
    for (const name of alerts) {
      expect(tests, name).toMatch(new RegExp(`alertname: ${name}\\n +exp_alerts:\\n +- exp_labels`));
      expect(runbooks, name).toMatch(new RegExp(`^### ${name}$`, 'm'));
      expect(rules, name).toContain(`docs/operations.md#${name.toLowerCase()}`);
    }
  });

  it('has panels of its own places, each with a question', () => {
    const { panels } = JSON.parse(dashboard) as { panels: { id: number; type: string; title: string; targets?: { expr: string }[]; gridPos: { x: number; w: number } }[] }; // prettier-ignore
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { type, title, targets, gridPos } of panels) {
      expect(gridPos.x + gridPos.w, title).toBeLessThanOrEqual(24);
      if (type !== 'row')
        expect(
          targets?.every(({ expr }) => expr.includes('{')),
          title,
        ).toBe(true);
    }
  });
});
