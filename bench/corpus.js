// Writes a Flagwright project of any size. As a program: node bench/corpus.js DIR --flags 10000 --segments 50 --seed 1
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ENVIRONMENTS, planCorpus } from './corpus-plan.js';

const FLAGS_A_FOLDER = 100;
const schema = (depth, kind) => `# yaml-language-server: $schema=${'../'.repeat(depth)}schemas/${kind}.schema.json`;
const words = (key) => key.replace(/-\d+$/, '').replaceAll('-', ' ');

function environment(flag, name) {
  const on = flag.on[ENVIRONMENTS.indexOf(name)];
  const [best, rest] = flag.experiment ? ['treatment', 'control'] : ['on', 'off'];
  const split = ['        serve:', `          ${best}: ${flag.share}`, `          ${rest}: ${100 - flag.share}`];
  const lines = [`  ${name}:`, `    enabled: ${on}`];
  if (name === 'development') return [...lines, `    otherwise: ${best}`];
  const segment = flag.segments[name === 'production' ? 0 : 1];
  lines.push('    rules:', '      - name: cohort', `        when: { segment: ${segment} }`, `        serve: ${best}`);
  lines.push('      - name: countries', '        when:');
  if (name === 'staging') {
    lines.push('          attribute: country', '          in:');
    lines.push(...flag.countries.map((country) => `            - ${country}`));
  } else {
    lines.push('          all:', `            - { attribute: country, in: [${flag.countries.join(', ')}] }`);
    lines.push(`            - { attribute: appVersion, semver: ">=${flag.version}" }`, `        from: ${flag.starts}`);
  }
  lines.push(...split);
  if (name === 'production') {
    lines.push(
      `      - name: large # agreed with ${flag.owner}`,
      '        when:',
      '          any:',
      `            - { attribute: plan, equals: ${flag.plan} }`,
      `            - { attribute: seats, gte: ${flag.seats} }`,
      ...split,
    );
  }
  return [...lines, '    otherwise: off'];
}

function flagText(flag) {
  const about = words(flag.key);
  const lines = [
    schema(3, 'flag'),
    `description: Serves the ${about} to customers of the ${flag.area} pages.`,
    `type: ${flag.type}`,
    `owner: ${flag.owner}`,
    `created: ${flag.created}`,
  ];
  if (flag.expires) lines.push(`expires: ${flag.expires}`);
  lines.push(`criticality: ${flag.criticality}`, 'affects:', ...flag.affects.map((system) => `  - ${system}`));
  lines.push(
    flag.expires
      ? 'retire: Retired when everybody has had it for 14 days without more errors.'
      : `review: { every: ${flag.review}d, last: ${flag.reviewed} }`,
  );
  lines.push('links:', `  issue: "https://example.com/issues/${flag.issue}"`);
  lines.push(`tags: [${flag.area}, ${flag.type}]`, '');
  if (flag.experiment) lines.push('variants:', '  control: today', '  treatment: proposal', '  off: none');
  lines.push('off: off', `onFailure: off # ${flag.area} works without it`);
  lines.push(`load: { peak: ${flag.load}, unit: rps }`);
  if (flag.prerequisites.length > 0) lines.push('prerequisites:');
  for (const parent of flag.prerequisites) {
    lines.push(`  - flag: ${parent.key}`);
    lines.push(`    variant: ${parent.experiment ? '[control, treatment]' : 'on'}`);
    lines.push(`    reason: It reads what ${parent.area} writes.`);
  }
  if (flag.conflicts.length > 0) lines.push('conflicts:');
  for (const enemy of flag.conflicts) {
    lines.push(`  - flag: ${enemy.key}`, `    reason: Both change the ${enemy.area} pages.`);
  }
  if (flag.fallback) {
    const [kind, key] = Object.entries(flag.fallback)[0];
    lines.push('fallback:', `  ${kind}: ${key}`, `  reason: It serves the ${flag.area} pages of today.`);
  }
  lines.push('', 'environments: # in promotion order');
  for (const name of ENVIRONMENTS) lines.push(...environment(flag, name));
  return `${lines.join('\n')}\n`;
}

function segmentText(segment, segments) {
  const lines = [
    schema(2, 'segment'),
    `description: Members of ${segment.cohort}, as the ${segment.owner} team keeps it.`,
    `owner: ${segment.owner}`,
    'when:',
    '  any:',
    `    - { attribute: cohorts, contains: ${segment.cohort} }`,
    `    - { attribute: email, endsWith: "@${segment.domain}" }`,
    '    - all:',
    `        - { attribute: accountAge, gte: ${segment.minimumAge} }`,
    `        - { attribute: invitedBy, equals: ${segment.cohort} }`,
  ];
  if (segment.uses !== undefined) lines.push(`    - { segment: ${segments[segment.uses].key} }`);
  return `${lines.join('\n')}\n`;
}

function governance({ teams, systems }) {
  const manifest = [schema(1, 'manifest'), 'version: 1', 'environments:'];
  manifest.push('  development: {}', '  staging: {}', '  production: { critical: true }', '');
  const owners = [schema(1, 'owners'), 'teams:'];
  for (const team of teams) {
    owners.push(`  ${team}: { name: Team ${team}, members: [ada@${team}.example.com, lin@${team}.example.com] }`);
  }
  owners.push('roles:', `  on-call: [${teams.map((team) => `ada@${team}.example.com`).join(', ')}]`, '');
  const list = [schema(1, 'systems'), 'systems:'];
  for (const { key, owner, status, peak } of systems) {
    list.push(`  ${key}: { owner: ${owner}, status: ${status}, capacity: { peak: ${peak}, unit: rps } }`);
  }
  list.push('');
  return { 'flagwright.yaml': manifest.join('\n'), 'owners.yaml': owners.join('\n'), 'systems.yaml': list.join('\n') };
}

/** Yields `[path, text]` of every file of the project, paths relative to its folder. */
export function* corpusFiles(options) {
  const plan = planCorpus(options);
  yield* Object.entries(governance(plan));
  for (const segment of plan.segments)
    yield [`segments/${segment.key}.segment.yaml`, segmentText(segment, plan.segments)];
  for (const flag of plan.flags) {
    const folder = `block-${String(Math.floor(flag.index / FLAGS_A_FOLDER)).padStart(3, '0')}`;
    yield [`flags/${folder}/${flag.key}.flag.yaml`, flagText(flag)];
  }
}

/** Writes the files of an iterable of `[path, text]` below a folder; gives their number. */
export function writeFiles(dir, files) {
  const made = new Set();
  let count = 0;
  for (const [path, text] of files) {
    const file = join(dir, path);
    if (!made.has(dirname(file))) made.add(mkdirSync(dirname(file), { recursive: true }) ?? dirname(file));
    writeFileSync(file, text);
    count++;
  }
  return count;
}

/** Writes a project of `flags` flags and `segments` segments into `dir`: the same bytes for the same `seed`. */
export function writeCorpus(dir, { flags, segments = 50, seed = 1 }) {
  return writeFiles(dir, corpusFiles({ flags, segments, seed }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = { flags: { type: 'string' }, segments: { type: 'string' }, seed: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const size = { flags: Number(values.flags ?? 1000), segments: Number(values.segments ?? 50) };
  const count = writeCorpus(positionals[0] ?? 'corpus', { ...size, seed: Number(values.seed ?? 1) });
  process.stdout.write(`${count} files\n`);
}
