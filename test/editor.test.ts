import { readFileSync } from 'node:fs';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { getLanguageService, type LanguageService } from 'yaml-language-server';
import { beforeAll, describe, expect, it, vi } from 'vitest';

/** What an editor with the YAML language server shows of files that name the published schemas. */
const kinds = ['flag', 'segment', 'spec', 'manifest', 'owners', 'policy', 'systems'] as const;
const schemaOf = (kind: string): string => new URL(`../schemas/${kind}.schema.json`, import.meta.url).href;

let service: LanguageService;

beforeAll(() => {
  // It warns that it cannot check a schema that refers to itself, as that of conditions does, and goes on.
  vi.spyOn(console, 'warn').mockImplementation(() => {});
  service = getLanguageService({
    schemaRequestService: async (uri) => readFileSync(new URL(uri), 'utf8'),
    workspaceContext: { resolveRelativePath: (relative, base) => new URL(relative, base).href },
  });
  service.configure({
    validate: true,
    completion: true,
    hover: true,
    schemas: kinds.map((kind) => ({ uri: schemaOf(kind), fileMatch: [`*.${kind}.yaml`] })),
  });
});

let opened = 0;
const documentOf = (kind: string, text: string): TextDocument =>
  TextDocument.create(`file:///project/${opened++}.${kind}.yaml`, 'yaml', 1, text);

/** What is offered where `|` is in a text: what is shown, and what it inserts. */
async function offered(kind: string, marked: string): Promise<Map<string, string>> {
  const at = marked.indexOf('|');
  const document = documentOf(kind, marked.slice(0, at) + marked.slice(at + 1));
  const { items } = await service.doComplete(document, document.positionAt(at), false);
  return new Map(items.map(({ label, insertText }) => [label, insertText ?? '']));
}

async function messages(kind: string, text: string): Promise<string[]> {
  const found = await service.doValidation(documentOf(kind, text), false);
  return found.map(({ range, message }) => `${range.start.line + 1}:${range.start.character + 1} ${message}`);
}

const flag = `description: One-click checkout for returning customers.
type: release
owner: checkout
created: 2026-08-03
expires: 2026-10-15
retire: Retired when everybody has had it for 14 days.
`;
const production = `${flag}environments:
  production:
    enabled: true
`;
const rule = `${production}    otherwise: off
    rules:
      - name: internal
`;
const manifest = 'version: 1\nenvironments:\n  production: {}\n';

/** Places where somebody asks what can be written, in every kind of file. */
const places: readonly (readonly [kind: string, text: string])[] = [
  ['flag', '|'],
  ['flag', `${flag}|`],
  ...[
    'criticality',
    'variants',
    'off',
    'delivery',
    'fallback',
    'reversible',
    'bucketBy',
    'load',
    'links',
    'review',
  ].map((field) => ['flag', `${flag}${field}: |`] as const),
  ['flag', `${flag}prerequisites:\n  - |`],
  ['flag', `${flag}conflicts:\n  - |`],
  ['flag', `${flag}extensions:\n  - |`],
  ['flag', `${flag}environments: |`],
  ['flag', `${flag}environments:\n  production: |`],
  ['flag', `${production}    |`],
  ['flag', `${production}    otherwise: |`],
  ['flag', `${production}    rules:\n      - |`],
  ['flag', `${rule}        |`],
  ['flag', `${rule}        serve: |`],
  ['flag', `${rule}        when: |`],
  ['flag', `${rule}        when:\n          |`],
  ['flag', `${rule}        when:\n          not: |`],
  ['flag', `${rule}        when:\n          all:\n            - |`],
  ['segment', '|'],
  ['segment', 'description: Employees of the company.\nwhen: |'],
  ['spec', 'flag: express-checkout\ncases:\n  - |'],
  ['spec', 'flag: express-checkout\ncases:\n  - context: |'],
  ['spec', 'flag: express-checkout\ncases:\n  - expect: |'],
  ['manifest', '|'],
  ['manifest', `${manifest}|`],
  ['manifest', `${manifest}keys: |`],
  ['manifest', `${manifest}lifecycle:\n  |`],
  ['manifest', `${manifest}lifecycle:\n  release: |`],
  ['manifest', `${manifest}rules:\n  |`],
  ['manifest', `${manifest}rules:\n  stale-flag: |`],
  ['manifest', `${manifest}context:\n  attributes:\n    country: |`],
  ['owners', 'teams:\n  checkout: |'],
  ['owners', 'teams:\n  checkout:\n    handles: |'],
  ['policy', 'rules:\n  - |'],
  ['policy', 'rules:\n  - when: |'],
  ['policy', 'rules:\n  - approvals: |'],
  ['policy', 'emergency: |'],
  ['systems', 'systems:\n  checkout-api: |'],
  ['systems', 'systems:\n  checkout-api:\n    capacity: |'],
];

const titles = new Set(
  [...kinds, 'condition'].flatMap((kind) =>
    [...readFileSync(new URL(schemaOf(kind)), 'utf8').matchAll(/"title": "(.*)"/g)].map(([, title]) => title),
  ),
);

describe('completion', () => {
  it.each(places)('in a %s reads well: %j', async (kind, text) => {
    const found = await offered(kind, text);
    expect(found.size).toBeGreaterThan(0);
    expect([...found.keys()].filter((label) => titles.has(label) || /object Object|^property$/.test(label))).toEqual(
      [],
    );
    expect([...found.values()].filter((inserted) => /object Object|\$\{\d+\|[^|]*"/.test(inserted))).toEqual([]);
  });

  it('offers variants and weights where something is served', async () => {
    const served = ['on', 'off', 'weights'];
    expect([...(await offered('flag', `${rule}        serve: |`)).keys()]).toEqual(served);
    const otherwise = await offered('flag', `${production}    otherwise: |`);
    expect([otherwise.get('on'), otherwise.get('off')]).toEqual(['on', 'off']);
  });

  it('offers every rule in the manifest, and only the severities that it takes', async () => {
    const rules = await offered('manifest', `${manifest}rules:\n  |`);
    expect(rules.get('unknown-role')).toBe('unknown-role: ${1:error}');
    expect(rules.get('expired')).toBe('expired: ');
    expect([...(await offered('manifest', `${manifest}rules:\n  expired: |`)).keys()]).toEqual(['error']);
    const severities = ['off', 'info', 'warning', 'error'];
    expect([...(await offered('manifest', `${manifest}rules:\n  unknown-role: |`)).keys()].sort()).toEqual(
      severities.toSorted(),
    );
  });
});

describe('a mistake', () => {
  const condition = (text: string): string => `${rule}        serve: on\n        when: ${text}\n`;
  const operators = 'equals, in, contains, startsWith, endsWith, gt, gte, lt, lte, before, after, semver or exists';

  it.each([
    [
      'flag',
      `${production}review: { every: 18 days }\n`,
      '10:18 This is not a duration: write minutes, hours or days: 90m, 48h, 14d',
    ],
    [
      'flag',
      `${production}review: { every: 18d, last: 03.08.2026 }\n`,
      '10:29 This is not a date: write 2026-11-22, or 2026-11-22T08:00:00Z',
    ],
    [
      'flag',
      condition('{ attribute: country, in: [DE], equals: FR }'),
      `14:15 Write exactly one operator beside attribute: ${operators}.`,
    ],
    ['flag', condition('{ attribute: country }'), `14:15 Write exactly one operator beside attribute: ${operators}.`],
    ['flag', condition('{}'), '14:15 Write exactly one of all, any, not and segment, or attribute with an operator.'],
    [
      'flag',
      condition('{ attribute: seats, gt: 3, ignoreCase: true }'),
      '14:42 ignoreCase goes with equals, in, contains, startsWith and endsWith.',
    ],
    ['flag', `${production}fallback: { flag: a, system: b }\n`, '10:11 Write flag or system, not both.'],
    [
      'flag',
      `${production}links: { runbook: example.com }\n`,
      '10:19 This is not an address: write all of it: https://example.com/page',
    ],
    ['manifest', `${manifest}rules:\n  expired: warning\n`, '5:12 Value is not accepted. Valid values: "error".'],
    ['policy', 'rules:\n  - id: everything\n', '2:5 Write authors, approvals or both.'],
  ])('in a %s says what to write: %j', async (kind, text, expected) => {
    expect(await messages(kind, text)).toEqual([expected]);
  });

  it('is not seen in files that lint accepts', async () => {
    expect(await messages('flag', `${rule}        serve: on\n`)).toEqual([]);
    expect(
      await messages('manifest', `${manifest}rules: { expired: error, stale-flag: [error, { after: 30d }] }\n`),
    ).toEqual([]);
  });
});
