import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { completeFlag, exampleFiles } from './support/example-project.ts';
import { runMain } from './support/transcript.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flagwright-hostile-'));
  for (const [path, text] of Object.entries(exampleFiles({}))) write(path, text);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

interface Shown {
  readonly diagnostics: readonly { rule: string; file: string; message: string; range: { start: { line: number } } }[];
}

/** Lints the folder; the tool must neither fail nor say that all is well, unless told. */
async function lint(expectedExit = 1): Promise<Shown> {
  const text = await runMain(['lint', '--quiet'], folder, {});
  expect(text.stderr).toBe('');
  expect(text.exitCode).toBe(expectedExit);
  const json = await runMain(['lint', '--json'], folder, {});
  expect(json.exitCode).toBe(expectedExit);
  return JSON.parse(json.stdout) as Shown;
}

async function rulesFor(content: string | Uint8Array, file = 'x-flag.flag.yaml'): Promise<string[]> {
  write(file, content);
  const { diagnostics } = await lint();
  return [...new Set(diagnostics.filter((one) => one.file === file).map((one) => one.rule))];
}

const flag = completeFlag('');

describe('a hostile file', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['billion laughs', `${flag}tags: [${laughs()}]\n`, 'yaml-syntax'],
    ['20,000 nested brackets', `${flag}tags: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'yaml-syntax'],
    ['20,000 nested brackets, unclosed', '['.repeat(20_000), 'yaml-syntax'],
    ['20,000 nested mappings', `${flag}a: ${'{a: '.repeat(20_000)}`, 'yaml-syntax'],
    ['3 MB', `${flag}# ${'x'.repeat(3_000_000)}\n`, 'file-too-large'],
    ['binary', new Uint8Array(2048).map((_, index) => (index * 37) % 256), 'yaml-syntax'],
    ['NUL', 'a: \0\n', 'yaml-syntax'],
    ['UTF-16', new Uint8Array(Buffer.from(`\uFEFF${flag}`, 'utf16le')), 'yaml-syntax'],
    ['empty', '', 'missing-field'],
    ['only a comment', '# nothing\n', 'missing-field'],
    ['tabs', flag.replace('environments: { production: true }', 'environments:\n\tproduction: true'), 'yaml-syntax'],
    ['an unresolved alias', flag.replace('owner: platform', 'owner: *nobody'), 'yaml-syntax'],
    ['a custom tag', flag.replace('owner: platform', 'owner: !owner platform'), 'yaml-syntax'],
    ['a tag that runs code elsewhere', flag.replace('owner: platform', 'owner: !!js/function "x"'), 'yaml-syntax'],
    ['two documents', `${flag}---\n${flag}`, 'yaml-syntax'],
    ['__proto__', `${flag}__proto__: { polluted: true }\n`, 'unknown-field'],
    ['constructor', `${flag}constructor: { prototype: { polluted: true } }\n`, 'unknown-field'],
    ['a list', '- a\n- b\n', 'wrong-type'],
    ['a number', '42\n', 'wrong-type'],
    [
      '100,000 unknown fields',
      flag + Array.from({ length: 100_000 }, (_, i) => `f${i}: 1\n`).join(''),
      'unknown-field',
    ],
    ['50,000 times the same field', flag + 'tags: []\n'.repeat(50_000), 'duplicate-field'],
    ['100,000 empty conditions', manyConditions(30_000), 'missing-field'],
  ])('%s', async (_, content, rule) => {
    expect(await rulesFor(content)).toContain(rule);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it.each(['\uFEFF', ''])('may have CRLF, and a byte order mark: %j', async (mark) => {
    write('x-flag.flag.yaml', mark + flag.replaceAll('\n', '\r\n'));
    expect((await lint(0)).diagnostics).toEqual([]);
  });

  it('may have a wrong type in every field', async () => {
    const names = ['key', 'description', 'type', 'owner', 'created', 'expires', 'criticality', 'affects', 'retire', 'review',
      'extensions', 'links', 'tags', 'variants', 'off', 'onFailure', 'delivery', 'prerequisites', 'conflicts', 'fallback',
      'reversible', 'rollbackChecks', 'load', 'metrics', 'bucketBy', 'seed', 'environments']; // prettier-ignore
    for (const value of [
      '5',
      '[[]]',
      '{ a: { b: [null] } }',
      'null',
      'true',
      '"text"',
      '{ production: { rules: 3 } }',
      '[{ flag: [] }]',
    ]) {
      write('x-flag.flag.yaml', names.map((name) => `${name}: ${value}\n`).join(''));
      const { diagnostics } = await lint();
      expect(diagnostics.length).toBeGreaterThan(10);
    }
  });

  it('may hold any text', async () => {
    const value = fc.oneof(
      fc.string(),
      fc.constantFrom('{}', '[]', 'null', '1e999', '2026-02-30', '*a', '!x', '{ a: [ }', '- -', '|'),
    );
    const field = fc.tuple(
      fc.constantFrom('type', 'owner', 'created', 'environments', 'prerequisites', 'variants', 'x'),
      value,
    );
    await fc.assert(
      fc.asyncProperty(fc.array(field, { maxLength: 6 }), fc.boolean(), async (fields, whole) => {
        const text = fields.map(([name, content]) => `${name}: ${content}\n`).join('');
        write('x-flag.flag.yaml', whole ? flag + text : text);
        const { exitCode, stderr } = await runMain(['lint', '--quiet'], folder, {});
        expect([0, 1]).toContain(exitCode);
        expect(stderr).toBe('');
      }),
      { numRuns: 150, seed: 4 },
    );
  });
});

describe('a hostile folder', () => {
  it('does not follow links out of the project', async () => {
    writeFileSync(join(folder, '..', `secret-${process.pid}.yaml`), flag);
    symlinkSync(join(folder, '..', `secret-${process.pid}.yaml`), join(folder, 'linked.flag.yaml'));
    symlinkSync('/etc', join(folder, 'etc'));
    const { diagnostics } = await lint();
    expect(diagnostics.map(({ file, rule }) => [file, rule])).toEqual([['linked.flag.yaml', 'linked-file']]);
    rmSync(join(folder, '..', `secret-${process.pid}.yaml`));
  });

  it('takes a file name with shell characters for a name', async () => {
    const name = '$(touch pwned);`touch pwned`;x\'"\n|&.flag.yaml';
    write(name, flag);
    const { diagnostics } = await lint();
    expect(diagnostics).toMatchObject([{ file: name, rule: 'invalid-key' }]);
    const { stdout } = await runMain(['lint', '--quiet'], folder, {});
    expect(stdout.split('\n').some((line) => line.startsWith('|&.flag.yaml'))).toBe(false);
  });

  it('says which file cannot be read', async () => {
    execFileSync('mkfifo', [join(folder, 'pipe.flag.yaml')]);
    mkdirSync(join(folder, 'folder.flag.yaml'));
    write('locked.flag.yaml', flag);
    chmodSync(join(folder, 'locked.flag.yaml'), 0o000);
    const { diagnostics } = await lint();
    const unreadable = diagnostics.filter(({ rule }) => rule === 'unreadable-file').map(({ file }) => file);
    const root = process.getuid?.() === 0;
    expect(unreadable).toEqual(root ? ['pipe.flag.yaml'] : ['locked.flag.yaml', 'pipe.flag.yaml']);
  });

  it('lints on with broken settings', async () => {
    for (const name of ['flagwright.yaml', 'owners.yaml', 'systems.yaml']) {
      const { [name]: before = '' } = exampleFiles({});
      for (const content of [
        '',
        '[',
        'x: 1\n',
        'version: 1\nenvironments: []\n',
        'teams: { a: 1 }\n',
        'systems: null\n',
      ]) {
        write(name, content);
        write('x-flag.flag.yaml', flag);
        const { diagnostics } = await lint();
        expect(diagnostics.some(({ file }) => file === name)).toBe(true);
      }
      write(name, before);
    }
  });
});

function laughs(): string {
  const level = (name: string, of: string): string => `&${name} [${Array.from({ length: 9 }, () => of).join()}]`;
  const names = 'abcdefghijk'.split('');
  return names.map((name, index) => level(name, index === 0 ? 'x' : `*${names[index - 1]}`)).join(', ');
}

function manyConditions(count: number): string {
  const rule = `rules: [{ name: a, serve: on, when: { all: [${'{},'.repeat(count)}] } }]`;
  return flag.replace('{ production: true }', `{ production: { enabled: true, otherwise: off, ${rule} } }`);
}
