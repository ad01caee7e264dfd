/**
 * The examples of rules and risks hold the part of a file that matters. What is here makes whole files of them: for the
 * tests that run them, and for `explain`, whose files can be copied.
 */

const expiring = /^type: (release|experiment|migration)\b/m;

/** A flag file with what an example leaves out: an `ops` flag of team `platform`, on in production. */
export function completeFlag(body: string): string {
  return complete(body, {
    description: 'What this flag is for, in a sentence.',
    type: 'ops',
    owner: 'platform',
    created: '2026-10-12',
    ...(expiring.test(body)
      ? { expires: '2026-12-10', retire: 'Retired when everybody has had it for two weeks.' }
      : { review: '{ every: 180d, last: 2026-10-12 }' }),
    environments: '{ production: true }',
  });
}

/** A segment file with what an example leaves out. */
export function completeSegment(body: string): string {
  return complete(body, {
    description: 'Who belongs to this segment, in a sentence.',
    when: '{ attribute: email, endsWith: "@example.com" }',
  });
}

function complete(body: string, defaults: Readonly<Record<string, string>>): string {
  const missing = Object.entries(defaults).filter(([name]) => !new RegExp(`^"?${name}"?:`, 'm').test(body));
  return missing.map(([name, value]) => `${name}: ${value}\n`).join('') + body;
}

/** The files of the project that examples are in, by path. */
export const exampleProject: Readonly<Record<string, string>> = {
  'flagwright.yaml': `version: 1
environments:
  development: {}
  staging: {}
  production: { critical: true }
`,
  'owners.yaml': `teams:
  platform: { name: Platform, members: [sam@example.com] }
  checkout: { name: Checkout, members: [ada@example.com] }
`,
  'systems.yaml': `systems:
  web: { owner: platform, status: active }
`,
};

/** That project in a sentence. */
export const exampleProjectSummary =
  'The examples are in a project with the environments development, staging and production (critical), the teams platform and checkout, and the system web.';
