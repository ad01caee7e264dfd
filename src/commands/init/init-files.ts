import { isoDate } from '../../diagnostic/relative-time.ts';
import { day } from '../../lifecycle/days.ts';
import { writeScalar } from '../../source/write-scalar.ts';
import { shellWord } from '../../diagnostic/shell-word.ts';

export const manifestText = `version: 1

# How keys are written: kebab-case, camelCase or snake_case. Without this line, in any way.
keys: kebab-case

# Where flags run, lowest first. Changes travel from the first to the last.
environments:
  development: {}
  staging: {}
  production: { critical: true }

# How long flags may live. What is not written here has the default of its type.
lifecycle:
  release: { maxAge: 90d, warn: 14d }

# The severity of rules: off, info, warning or error. \`flagwright explain --all\` lists them.
rules: {}
`;

/** @param email of the first member of the first team */
export function ownersText(email: string): string {
  return `# Who answers for flags: every flag names one of these teams as its owner.
teams:
  my-team:
    name: My team
    members:
      - ${writeScalar(email, false)}
`;
}

/** A release flag that is on in development only, and lives for 60 days. */
export function exampleFlag(owner: string, now: Date): string {
  const created = isoDate(now.getTime());
  const expires = isoDate(now.getTime() + 60 * day);
  return `# An example: change it, or delete it once you have a flag of your own.
description: Shows a banner that welcomes new users on the start page.
type: release # release, experiment, migration, ops, kill-switch or permission
owner: ${writeScalar(owner, false)}
created: ${created}
expires: ${expires} # after this day lint fails until the flag is retired or extended
retire: Retired when every user has had the banner for 14 days.

environments:
  development: true
  staging:
    enabled: true
    rules:
      - name: a-quarter-of-new-users
        when: { attribute: isNewUser, equals: true }
        serve: { on: 25, off: 75 }
    otherwise: off
  production: false
`;
}

/** @param schemas folder of the schemas, relative to the root, where the editor is opened */
export function editorSettings(folder: string, schemas: string): string {
  const inProject = (pattern: string): string => (folder === '' ? pattern : `${folder}/${pattern}`);
  const files = {
    manifest: 'flagwright.yaml',
    owners: 'owners.yaml',
    systems: 'systems.yaml',
    policy: 'policy.yaml',
    flag: '**/*.flag.yaml',
    segment: '**/*.segment.yaml',
    spec: '**/*.spec.yaml',
  };
  const entries = Object.entries(files).map(([kind, pattern]) => [
    `./${schemas}/${kind}.schema.json`,
    inProject(pattern),
  ]);
  return `${JSON.stringify({ 'yaml.schemas': Object.fromEntries(entries) }, undefined, 2)}\n`;
}

export function githubWorkflow(folder: string): string {
  const project = folder === '' || folder === 'flags' ? '' : ` --project ${shellWord(folder)}`;
  const command = `npx --yes flagwright lint --format github${project}`;
  return `name: flagwright
on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with:
          fetch-depth: 0 # some rules look into the history
      - uses: actions/setup-node@v4
        with:
          node-version: 22
      - run: ${writeScalar(command, false)}
`;
}
