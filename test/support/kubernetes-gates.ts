import { readFileSync } from 'node:fs';

/** A feature gate of Kubernetes; where the facts come from is in test/fixtures/README.md. */
export interface Gate {
  readonly name: string;
  readonly module: string;
  readonly stage: 'alpha' | 'beta' | 'ga' | 'deprecated';
  /** The release since which stage, default and lock are as they are, as `1.35`. */
  readonly since: string;
  readonly default: boolean;
  readonly locked: boolean;
  /** Names of the gates without which this one cannot be on. */
  readonly needs: readonly string[];
}

export const gates = JSON.parse(readFileSync('test/fixtures/kubernetes-gates.json', 'utf8')) as readonly Gate[];

const manifest = `version: 1
environments:
  all-alpha: {}
  stable-only: {}
  default: { critical: true }
lifecycle:
  release: { maxAge: 5500d }
  migration: { maxAge: 5500d }
`;

/**
 * What becomes of each stage. Alpha and beta gates are there until they graduate, beta gates for longer; GA gates
 * stay as levers; deprecated ones bring back old behaviour until it is gone. So "no feature may depend on a less
 * stable one", the rule of Kubernetes, is here "no flag outlives its prerequisites".
 */
const stages: Readonly<Record<Gate['stage'], readonly string[]>> = {
  alpha: ['type: release', 'expires: 2027-04-30', 'retire: Retired when the feature is beta, or is given up.'],
  beta: ['type: release', 'expires: 2027-12-31', 'retire: Retired when the feature is generally available.'],
  ga: ['type: ops', 'review: { every: 180d, last: 2026-09-01 }'],
  deprecated: ['type: migration', 'expires: 2027-04-30', 'retire: Retired when nobody needs the old behaviour.'],
};

/** `DRAAdminAccess` → `dra-admin-access`, `MemoryQoS` → `memory-qos`, `ExclusiveCPUs` → `exclusive-cpus`. */
function keyOf(name: string): string {
  return name.replace(/(?<=[a-z0-9])(?=[A-Z](?!$))|(?<=[A-Z])(?=[A-Z][a-z]{2})/g, '-').toLowerCase();
}

export function fileOf(name: string): string {
  return `${keyOf(name)}.flag.yaml`;
}

/** A Flagwright project of feature gates, by path. */
export function gateProject(set: readonly Gate[]): Record<string, string> {
  const modules = [...new Set(set.map((gate) => gate.module))];
  const teams = modules.map((module) => `  ${module}: { name: ${module}, members: [${module}@example.com] }\n`);
  const flags = set.map((gate) => [fileOf(gate.name), flagText(gate)]);
  return { 'flagwright.yaml': manifest, 'owners.yaml': `teams:\n${teams.join('')}`, ...Object.fromEntries(flags) };
}

function flagText(gate: Gate): string {
  const needs = gate.needs.map((name) => `  - { flag: ${keyOf(name)}, variant: on }`);
  const lines = [
    `description: The feature gate ${gate.name} of Kubernetes, ${gate.stage} since ${gate.since}.`,
    ...stages[gate.stage],
    `owner: ${gate.module}`,
    `created: ${releaseDate(gate.since)}`,
    ...(needs.length > 0 ? ['prerequisites:', ...needs] : []),
    'environments:',
    `  all-alpha: ${gate.default || !gate.locked}`,
    `  stable-only: ${gate.default && gate.stage === 'ga'}`,
    `  default: ${gate.default}`,
    '',
  ];
  return lines.join('\n');
}

/** About when a release came out: 1.35 in December 2025, and one every four months. */
function releaseDate(release: string): string {
  const minor = Number(release.split('.')[1]);
  return new Date(Date.UTC(2025, 11 - 4 * (35 - minor))).toISOString().slice(0, 10);
}
