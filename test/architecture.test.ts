import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The folders of src/, lowest first: a folder may import from those before it, never from one after. Folders of
 * one line do not know each other.
 */
const layers: readonly (readonly string[])[] = [
  ['diagnostic', 'evaluate', 'platform'],
  ['source'],
  ['schema'],
  ['model'],
  ['project'],
  ['history'],
  ['graph'],
  ['lifecycle', 'usage', 'export', 'import'],
  ['lint'],
  ['policy'],
  ['audit'],
  ['change'],
  ['rollback'],
  ['commands'],
  ['report'],
  ['cli'],
];

/** What a folder may import beyond the rule above, and why. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The one error class that means "the caller can put it right".
  platform: ['diagnostic'],
};

/** Packages that have one home. */
const homes: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  inquirer: ['cli'],
  chalk: ['report'],
  diff: ['report'],
  'string-width': ['report'],
  'wrap-ansi': ['report'],
  yaml: ['source'],
  'js-yaml': ['source'],
  ajv: ['schema'],
  'simple-git': ['platform'],
  graphlib: ['graph'],
  'json-logic-engine': ['evaluate'],
  'node:fs': ['platform', 'cli'],
  'node:child_process': ['platform'],
};

/** Folders that only compute: no file, no process, no clock. */
const pure = ['diagnostic', 'evaluate', 'source', 'schema', 'model', 'project', 'graph', 'lifecycle', 'lint', 'report'];

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.includes('generated'));

const statement = /^(import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/gm;

const imports: readonly Import[] = files.flatMap((from) =>
  [...readFileSync(from, 'utf8').matchAll(statement)].map((match) => {
    const target = match[3] ?? match[4] ?? '';
    const to = target.startsWith('.') ? join(dirname(from), target) : target;
    return { from, to, typeOnly: match[2] !== undefined, dynamic: match[4] !== undefined };
  }),
);

const folderOf = (file: string): string => relative('src', file).split('/')[0] ?? '';
const layerOf = (folder: string): number => layers.findIndex((layer) => layer.includes(folder));
const shown = (list: readonly Import[]): string[] => list.map(({ from, to }) => `${from} imports ${to}`);

describe('the architecture', () => {
  it('knows every folder', () => {
    const folders = [...new Set(files.map(folderOf))];
    expect(folders.filter((folder) => layerOf(folder) < 0)).toEqual([]);
  });

  it('lets imports go one way', () => {
    const wrong = imports.filter(({ from, to }) => {
      if (!to.startsWith('src/')) return false;
      const [own, other] = [folderOf(from), folderOf(to)];
      if (own === other || exceptions[own]?.includes(other)) return false;
      return layerOf(other) >= layerOf(own);
    });
    expect(shown(wrong)).toEqual([]);
  });

  it('lets reporters see only the types of reports', () => {
    const wrong = imports.filter(
      ({ from, to, typeOnly }) => folderOf(from) === 'report' && folderOf(to) === 'commands' && !typeOnly,
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('gives each package one home', () => {
    const wrong = imports.filter(({ from, to, typeOnly }) => {
      const name = Object.keys(homes).find((home) => to === home || to.startsWith(`${home}/`));
      return name !== undefined && !typeOnly && !homes[name]?.includes(folderOf(from));
    });
    expect(shown(wrong)).toEqual([]);
  });

  it('loads what interprets JsonLogic only for flags that have some', () => {
    const inside = /^src\/evaluate\/json-logic/;
    const wrong = imports.filter(({ from, to, dynamic }) => !dynamic && !inside.test(from) && inside.test(to));
    const engine = imports.filter(({ from, to }) => to === 'json-logic-engine' && !inside.test(from));
    expect(shown([...wrong, ...engine])).toEqual([]);
  });

  it('keeps domains away from the process', () => {
    const wrong = files.filter(
      (file) =>
        pure.includes(folderOf(file)) &&
        /\bprocess\.(env|cwd|argv|std|platform|exit)|\bDate\.now\(|new Date\(\)/.test(readFileSync(file, 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  it('has no drawers: no util, helpers, common or types, no barrels', () => {
    const drawers = files.filter((file) => /\/(utils?|helpers?|common|types|shared)(\/|\.ts)/.test(file));
    const barrels = files.filter((file) => file.endsWith('/index.ts') && !/\/(rules|risks)\/index\.ts$/.test(file));
    expect([...drawers, ...barrels]).toEqual([]);
  });

  it('keeps files small', () => {
    const long = files.filter((file) => readFileSync(file, 'utf8').split('\n').length > 251);
    expect(long).toEqual([]);
  });

  it('ends the process in no file but the bin', () => {
    expect(files.filter((file) => /process\.exit\(|process\.exitCode/.test(readFileSync(file, 'utf8')))).toEqual([]);
  });
});
