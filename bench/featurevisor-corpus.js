// The plan of a corpus as a Featurevisor project: as many features, segments, environments, rules, conditions and
// dependencies as the Flagwright project of the same seed, and about as many lines.
// As a program: node bench/featurevisor-corpus.js DIR --flags 10000 --major 3
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { ENVIRONMENTS, planCorpus } from './corpus-plan.js';
import { writeFiles } from './corpus.js';

const TAGS = ['web', 'app', 'backoffice'];
const ATTRIBUTES = {
  userId: 'string',
  country: 'string',
  appVersion: 'semver',
  plan: 'string',
  seats: 'integer',
  cohort: 'string',
  email: 'string',
  accountAge: 'integer',
  invitedBy: 'string',
};

const indent = (lines, by) => lines.map((line) => (line === '' ? line : ' '.repeat(by) + line));
const test = (attribute, operator, value) => [
  `- attribute: ${attribute}`,
  `  operator: ${operator}`,
  `  value: ${value}`,
];

function rules(flag, name) {
  const share = flag.on[ENVIRONMENTS.indexOf(name)] ? flag.share : 0;
  if (name === 'development') return ['- key: everyone', '  segments: "*"', `  percentage: ${share > 0 ? 100 : 0}`];
  const segment = flag.segments[name === 'production' ? 0 : 1];
  const lines = ['- key: cohort', '  description: The cohort that is asked first', '  segments:', `    - ${segment}`];
  lines.push(`  percentage: ${share > 0 ? 100 : 0}`);
  if (name === 'production') {
    lines.push(`- key: large # agreed with ${flag.owner}`, '  description: Both cohorts, by and by');
    lines.push('  segments:', '    or:');
    lines.push(...flag.segments.map((key) => `      - ${key}`), `  percentage: ${share}`);
  }
  return [...lines, '- key: everyone', '  segments: "*"', '  percentage: 0'];
}

function forced(flag, name) {
  if (name === 'development') return [];
  const conditions = test('country', 'in', `[${flag.countries.join(', ')}]`);
  if (name === 'production') {
    conditions.push(...test('appVersion', 'semverGreaterThanOrEquals', `"${flag.version}"`));
    conditions.push(...test('plan', 'equals', flag.plan), ...test('seats', 'greaterThanOrEquals', flag.seats));
  }
  return ['- conditions:', ...indent(conditions, 4), '  enabled: true'];
}

/** Version 1 nests rules and forced results below `environments`; from version 2 on they are at the top. */
function environmentLines(flag, major) {
  if (major < 2) {
    const lines = ['environments: # in promotion order'];
    for (const name of ENVIRONMENTS) {
      lines.push(`  ${name}:`, '    rules:', ...indent(rules(flag, name), 6));
      const force = forced(flag, name);
      if (force.length > 0) lines.push('    force:', ...indent(force, 6));
    }
    return lines;
  }
  const lines = ['rules: # in promotion order'];
  for (const name of ENVIRONMENTS) lines.push(`  ${name}:`, ...indent(rules(flag, name), 4));
  lines.push('force:');
  for (const name of ENVIRONMENTS.slice(1)) lines.push(`  ${name}:`, ...indent(forced(flag, name), 4));
  return lines;
}

function featureText(flag, major) {
  const lines = [
    `description: Serves the ${flag.key.replaceAll('-', ' ')} to customers of the ${flag.area} pages.`,
    'tags:',
    `  - ${TAGS[flag.index % TAGS.length]}`,
    '',
    'bucketBy: userId',
    '',
  ];
  if (flag.prerequisites.length > 0) lines.push('required:');
  for (const parent of flag.prerequisites) {
    if (parent.experiment) lines.push(`  - key: ${parent.key}`, '    variation: treatment');
    else lines.push(`  - ${parent.key}`);
  }
  if (flag.experiment) {
    lines.push('variations:', '  - value: control', '    weight: 50', '  - value: treatment', '    weight: 50', '');
  }
  lines.push('variablesSchema:', major < 2 ? '  - key: limit' : '  limit:');
  lines.push('    type: integer', `    defaultValue: ${flag.load}`, '    description: How many are shown at once');
  lines.push('');
  return `${[...lines, ...environmentLines(flag, major)].join('\n')}\n`;
}

function segmentText(segment) {
  const any = [
    ...test('cohort', 'equals', segment.cohort),
    ...test('email', 'endsWith', `"@${segment.domain}"`),
    '- and:',
    ...indent(test('accountAge', 'greaterThanOrEquals', segment.minimumAge), 4),
    ...indent(test('invitedBy', 'equals', segment.cohort), 4),
  ];
  const about = `description: Members of ${segment.cohort}, as the ${segment.owner} team keeps it.`;
  return `${[about, 'conditions:', '  - or:', ...indent(any, 6)].join('\n')}\n`;
}

function* files({ flags, segments, seed, major }) {
  const plan = planCorpus({ flags, segments, seed });
  const settings = JSON.stringify({ environments: ENVIRONMENTS, tags: TAGS }, undefined, 2);
  yield ['featurevisor.config.js', `module.exports = ${settings};\n`];
  yield ['package.json', '{ "private": true, "type": "commonjs" }\n'];
  for (const [key, type] of Object.entries(ATTRIBUTES)) {
    yield [`attributes/${key}.yml`, `description: The ${key} of whoever asks.\ntype: ${type}\n`];
  }
  for (const segment of plan.segments) yield [`segments/${segment.key}.yml`, segmentText(segment)];
  for (const flag of plan.flags) yield [`features/${flag.key}.yml`, featureText(flag, major)];
  // Version 1 stops where a folder is missing.
  for (const folder of ['groups', 'tests']) yield [`${folder}/.gitkeep`, ''];
}

/**
 * Writes a Featurevisor project of `flags` features into `dir`, for the given major version of its command;
 * gives the number of files.
 */
export function writeFeaturevisorCorpus(dir, { flags, segments = 50, seed = 1, major = 3 }) {
  return writeFiles(dir, files({ flags, segments, seed, major }));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const options = { flags: { type: 'string' }, major: { type: 'string' }, seed: { type: 'string' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const size = {
    flags: Number(values.flags ?? 1000),
    major: Number(values.major ?? 3),
    seed: Number(values.seed ?? 1),
  };
  process.stdout.write(`${writeFeaturevisorCorpus(positionals[0] ?? 'featurevisor-corpus', size)} files\n`);
}
