// The peers of the client, where they are wanted: the SDKs of Unleash and GrowthBook for servers, installed into a folder, with the
// flags of the benchmark in their formats.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const PACKAGES = ['unleash-client@6', '@growthbook/growthbook@1'];

/**
 * What asks a peer, by its name: a flag's key and a context in, whether it is on out.
 * @throws what npm said if they cannot be had
 */
export async function clientPeers(folder, contexts) {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const argv = ['install', '--no-audit', '--no-fund', '--loglevel=error', ...PACKAGES];
  const npm = spawnSync('npm', argv, { cwd: folder, encoding: 'utf8' });
  if (npm.status !== 0)
    throw new Error(`the peers could not be installed: ${(npm.error?.message ?? npm.stderr).trim()}`);
  const load = createRequire(join(folder, 'package.json'));
  return { 'unleash-client': await unleash(load, contexts), growthbook: growthbook(load, contexts) };
}

async function unleash(load, contexts) {
  const { Unleash } = load('unleash-client');
  const strategy = (name, parameters = {}, constraints = []) => [{ name, parameters, constraints }];
  const feature = (name, strategies) => ({
    name,
    type: 'release',
    enabled: true,
    stale: false,
    strategies,
    variants: [],
  });
  const clauses = [
    { contextName: 'country', operator: 'IN', values: ['DE', 'FR', 'NL'] },
    { contextName: 'appVersion', operator: 'SEMVER_GT', value: '2.0.9', values: [] },
    { contextName: 'email', operator: 'STR_ENDS_WITH', values: ['@example.com'] },
  ];
  const data = [
    feature('plain', strategy('default')),
    feature('three clauses', strategy('default', {}, clauses)),
    feature('25% split', strategy('flexibleRollout', { rollout: '25', stickiness: 'userId', groupId: '25% split' })),
  ];
  const client = new Unleash({
    appName: 'bench',
    url: 'http://127.0.0.1:9/api',
    bootstrap: { data },
    refreshInterval: 0,
    disableMetrics: true,
    skipInstanceCountWarning: true,
    storageProvider: { set: async () => {}, get: async () => undefined },
  });
  client.on('error', () => {});
  client.on('warn', () => {});
  await new Promise((resolve) => client.once('ready', resolve));
  const own = new Map(contexts.map((context) => {
    const { targetingKey, ...properties } = context;
    return [context, { userId: targetingKey, properties }];
  })); // prettier-ignore
  return (key, context) => client.isEnabled(key, own.get(context));
}

function growthbook(load, contexts) {
  const { GrowthBookClient } = load('@growthbook/growthbook');
  const condition = {
    country: { $in: ['DE', 'FR', 'NL'] },
    appVersion: { $vgte: '2.1.0' },
    email: { $regex: '@example\\.com$' },
  };
  const features = {
    plain: { defaultValue: true },
    'three clauses': { defaultValue: false, rules: [{ condition, force: true }] },
    '25% split': { defaultValue: false, rules: [{ force: true, coverage: 0.25, hashAttribute: 'id' }] },
  };
  const client = new GrowthBookClient({}).initSync({ payload: { features } });
  const own = new Map(contexts.map((context) => [context, { attributes: { ...context, id: context.targetingKey } }]));
  return (key, context) => client.isOn(key, own.get(context));
}
