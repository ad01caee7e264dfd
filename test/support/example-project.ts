import type { Example } from '../../src/lint/rule.ts';
import { memoryTree } from '../../src/platform/memory-tree.ts';
import type { FileTree } from '../../src/platform/file-tree.ts';
import { maxFileSize } from '../../src/source/document.ts';

const manifest = `version: 1
environments:
  development: {}
  staging: {}
  production: { critical: true }
`;

const owners = `teams:
  platform: { name: Platform, members: [sam@example.com] }
  checkout: { name: Checkout, members: [ada@example.com] }
`;

const systems = `systems:
  web: { owner: platform, status: active }
`;

const expiring = /^type: (release|experiment|migration)\b/m;

/** A flag file with what a rule's example leaves out: an `ops` flag of team platform, on in production. */
export function completeFlag(body: string): string {
  const defaults: Record<string, string> = {
    description: 'What this flag is for, in a sentence.',
    type: 'ops',
    owner: 'platform',
    created: '2026-10-12',
    ...(expiring.test(body)
      ? { expires: '2026-12-10', retire: 'Retired when everybody has had it for two weeks.' }
      : { review: '{ every: 180d, last: 2026-10-12 }' }),
    environments: '{ production: true }',
  };
  return complete(body, defaults);
}

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

/** The files of an example, by path; the project is at the root. */
export function exampleFiles(example: Example): Record<string, string> {
  const files: Record<string, string> = { 'flagwright.yaml': manifest, 'owners.yaml': owners, 'systems.yaml': systems };
  for (const [key, body] of Object.entries(example.flags ?? {})) files[`${key}.flag.yaml`] = completeFlag(body);
  for (const [key, body] of Object.entries(example.segments ?? {}))
    files[`${key}.segment.yaml`] = completeSegment(body);
  for (const path of example.without ?? []) delete files[path];
  return { ...files, ...example.files };
}

export function exampleTree(example: Example): FileTree {
  const files: Record<string, string | Uint8Array> = exampleFiles(example);
  const others: Record<string, 'link' | 'submodule' | 'unreadable'> = {};
  for (const [path, kind] of Object.entries(example.others ?? {})) {
    if (kind === 'large') files[path] = `# ${'x'.repeat(maxFileSize)}\n`;
    else if (kind === 'latin-1') files[path] = new Uint8Array([0x23, 0xe9, 0x0a]);
    else others[path] = kind;
  }
  return memoryTree(files, others);
}
