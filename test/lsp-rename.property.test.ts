import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Position, WorkspaceEdit } from 'vscode-languageserver-protocol/node';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runsOf } from './support/depth.ts';
import { editsOf, startLsp, withEdits, type LspClient } from './support/lsp-client.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'flagwright-lsp-rename-')));
let lsp: LspClient;

beforeAll(async () => {
  writeProject({ 'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: { critical: true } }\n' });
  lsp = await startLsp(folder);
});

afterAll(async () => {
  await lsp.end();
  rmSync(folder, { recursive: true, force: true });
});

type Files = Record<string, string>;

function readProject(): Files {
  const paths = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.yaml'));
  return Object.fromEntries(paths.sort().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

function writeProject(files: Files): void {
  for (const path of Object.keys(readProject())) rmSync(join(folder, path));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Does to the files what an editor would. */
function apply(edit: WorkspaceEdit): void {
  for (const [uri, edits] of editsOf(edit)) {
    const path = fileURLToPath(uri);
    writeFileSync(path, withEdits(readFileSync(path, 'utf8'), edits));
  }
  for (const one of edit.documentChanges ?? []) {
    if ('newUri' in one) renameSync(fileURLToPath(one.oldUri), fileURLToPath(one.newUri));
  }
}

const keys = ['alpha', 'beta-two', 'gamma.3', 'alpha-beta', 'del_ta', 'o1'];
const segments = ['staff', 'alpha', 'beta-testers'];
const teams = ['core', 'alpha', 'web'];
const systems = ['shop', 'alpha', 'core'];
const newNames = [
  'renamed',
  'alpha-renamed',
  'x9',
  'Upper',
  'staff-2',
  'on-call',
  '12',
  'true',
  'a b',
  'core',
  'gamma.3',
];

/** How a name is written, and in which kind of collection. */
const style = fc.record({
  quote: fc.constantFrom('', '"', "'"),
  isFlow: fc.boolean(),
  comment: fc.constantFrom('', ' # alpha, core: beta-two'),
});

const flag = fc.record({
  style,
  owner: fc.constantFrom(...teams),
  needs: fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 2 }),
  conflict: fc.constantFrom(...keys),
  segment: fc.constantFrom(...segments),
  system: fc.constantFrom(...systems),
  folder: fc.constantFrom('', 'a/', 'a/b/'),
  end: fc.constantFrom('\n', '\r\n'),
  hasSpec: fc.boolean(),
});
type FlagPlan = typeof flag extends fc.Arbitrary<infer Plan> ? Plan : never;

function flagText(key: string, plan: FlagPlan): string {
  const { quote: q, isFlow, comment } = plan.style;
  const name = (text: string): string => `${q}${text}${q}`;
  const needs = plan.needs.filter((one) => one !== key);
  const lines = [
    `# ${key} alpha`,
    `description: What alpha and ${key} are for, in a sentence.`,
    'type: ops',
    `owner: ${name(plan.owner)}${comment}`,
    'created: 2026-11-01',
    'review: { every: 180d, last: 2026-11-01 }',
    isFlow ? `affects: [${name(plan.system)}]` : `affects:${comment}\n  - ${name(plan.system)}`,
    `variants: { one: 1, two: 2, ${name('none')}: 0 }`,
    `off: ${name('none')}`,
    ...(needs.length === 0
      ? []
      : isFlow
        ? [`prerequisites: [${needs.map((one) => `{ flag: ${name(one)}, variant: [one, two] }`).join(', ')}]`]
        : ['prerequisites:', ...needs.map((one) => `  - flag: ${name(one)}${comment}\n    variant: ${name('two')}`)]),
    ...(plan.conflict === key
      ? []
      : [`conflicts:\n  - { flag: ${name(plan.conflict)}, reason: alpha and ${key} clash. }`]),
    'environments:',
    '  staging:',
    '    enabled: true',
    '    rules:',
    `      - name: ${name('rule one')}`,
    `        when: { any: [{ segment: ${name(plan.segment)} }, { not: { segment: ${name(plan.segment)} } }] }`,
    `        serve: ${isFlow ? `{ one: 1, ${name('two')}: 3 }` : name('two')}${comment}`,
    '    otherwise: none',
  ];
  return `${lines.join('\n')}\n`.replaceAll('\n', plan.end);
}

const project = fc.record({ flags: fc.tuple(...keys.map(() => flag)), style }).map(({ flags, style: { quote: q } }) => {
  const files: Files = {
    'flagwright.yaml': 'version: 1\nenvironments: { staging: {}, production: { critical: true } }\n',
    'owners.yaml': `teams:\n${teams.map((team) => `  ${team}: { members: [${team}@example.com] }\n`).join('')}`,
    'systems.yaml': `systems:\n${systems.map((system) => `  ${q}${system}${q}: { owner: core, status: active }\n`).join('')}`,
    'policy.yaml': `rules:\n  - id: core\n    when: { flags: [${q}alpha${q}, "gamma*"], environments: [production] }\n    authors: [${q}team:alpha${q}, owner]\n`,
  };
  for (const [index, key] of keys.entries()) {
    const plan = flags[index];
    if (!plan) continue;
    files[`${plan.folder}${key}.flag.yaml`] = flagText(key, plan);
    if (!plan.hasSpec) continue;
    files[`${plan.folder}${key}.spec.yaml`] =
      `flag: ${q}${key}${q}\ncases:\n  - name: alpha\n    environment: staging\n    context: { targetingKey: alpha }\n    expect: { variant: two, rule: rule one }\npopulations:\n  - name: all\n    environment: staging\n    size: 10\n    expect: { ${q}two${q}: 100 }\n`;
  }
  for (const key of segments) {
    files[`${key}.segment.yaml`] =
      `description: Who alpha and ${key} are, in a sentence.\nowner: ${q}core${q}\nwhen:\n  any:\n    - { attribute: email, endsWith: "@alpha.com" }\n${key === 'staff' ? `    - segment: ${q}alpha${q}\n` : ''}`;
  }
  return files;
});

/** Where names are that can be renamed, with the name. */
const subjects: readonly (readonly [RegExp, string])[] = [
  [/\.flag\.yaml$/, 'flag: '],
  [/\.flag\.yaml$/, 'segment: '],
  [/\.flag\.yaml$/, 'owner: '],
  [/\.flag\.yaml$/, 'affects: ['],
  [/\.flag\.yaml$/, 'otherwise: '],
  [/\.flag\.yaml$/, 'one, '],
  [/\.flag\.yaml$/, '- name: '],
  [/\.spec\.yaml$/, 'flag: '],
  [/\.spec\.yaml$/, 'rule: '],
  [/^owners\.yaml$/, 'teams:\n  '],
  [/^policy\.yaml$/, 'team:'],
];

interface Found {
  readonly path: string;
  readonly position: Position;
}

function placeOf(files: Files, [file, before]: (typeof subjects)[number], nth: number): Found | undefined {
  const paths = Object.keys(files).filter((path) => file.test(path) && files[path]?.includes(before));
  const path = paths[nth % Math.max(1, paths.length)];
  if (path === undefined) return undefined;
  const text = files[path] ?? '';
  const offset = text.indexOf(before) + before.length;
  const lines = text.slice(0, /["']/.test(text[offset] ?? '') ? offset + 1 : offset).split('\n');
  return { path, position: { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 } };
}

async function renamed({ path, position }: Found, newName: string): Promise<WorkspaceEdit | undefined> {
  const textDocument = { uri: lsp.uri(path) };
  return lsp.request<WorkspaceEdit>('textDocument/rename', { textDocument, position, newName }).catch(() => undefined);
}

const rules = (): string[] =>
  [...lsp.diagnostics.values()].flatMap((list) => list.map(({ code }) => String(code))).sort();

it('is undone by renaming back, byte for byte, and breaks nothing', { timeout: 600_000 }, async () => {
  let done = 0;
  const property = fc.asyncProperty(
    project,
    fc.constantFrom(...subjects),
    fc.nat(20),
    fc.constantFrom(...newNames),
    async (files, subject, nth, newName) => {
      writeProject(files);
      await lsp.reload();
      const before = rules();
      const place = placeOf(files, subject, nth);
      if (!place) return;
      const range = await lsp.request<{ placeholder: string } | null>('textDocument/prepareRename', {
        textDocument: { uri: lsp.uri(place.path) },
        position: place.position,
      });
      const edit = await renamed(place, newName);
      if (!range || !edit?.documentChanges?.length) return;
      done++;
      apply(edit);
      await lsp.reload();
      expect(readProject()).not.toEqual(files);
      expect(rules()).toEqual(before);
      // The file that the name is in may itself have another name now.
      const moved = edit.documentChanges.find((one) => 'oldUri' in one && one.oldUri === lsp.uri(place.path));
      const path = moved && 'newUri' in moved ? fileURLToPath(moved.newUri).slice(folder.length + 1) : place.path;
      apply((await renamed({ ...place, path }, range.placeholder)) ?? {});
      expect(readProject()).toEqual(files);
    },
  );
  await fc.assert(property, {
    numRuns: runsOf(80),
    seed: 20261122,
    endOnFailure: true,
  });
  expect(done).toBeGreaterThan(runsOf(80) / 4);
});
