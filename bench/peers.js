// The peer, where it is wanted: Featurevisor's command from npm, or from a folder in which it is installed.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Tried in this order: the version our figures are about, else what the registry has. */
const VERSIONS = ['3.1.0', 'latest'];

/** `{ bin, version, major }` of the command installed below a folder, or undefined. */
export function featurevisorIn(folder) {
  const home = join(folder, 'node_modules', '@featurevisor', 'cli');
  if (!existsSync(join(home, 'package.json'))) return undefined;
  const { version, bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const script = typeof bin === 'string' ? bin : Object.values(bin ?? {})[0];
  return { bin: join(home, script ?? 'bin.js'), version, major: Number.parseInt(version, 10) };
}

/** Installs Featurevisor into a folder. Throws what npm said if no version can be had. */
export function installFeaturevisor(folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  let said = '';
  for (const version of VERSIONS) {
    const argv = ['install', '--no-audit', '--no-fund', '--loglevel=error', `@featurevisor/cli@${version}`];
    const npm = spawnSync('npm', argv, { cwd: folder, encoding: 'utf8' });
    const installed = npm.status === 0 ? featurevisorIn(folder) : undefined;
    if (installed) return installed;
    said = npm.error?.message ?? npm.stderr;
  }
  throw new Error(`Featurevisor could not be installed: ${said.trim()}`);
}
