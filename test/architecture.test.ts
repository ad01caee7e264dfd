import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

/**
 * The folders of src/, lowest first: a folder may import from those before it, never from one after. Folders of
 * one line do not know each other.
 */
const layers: readonly (readonly string[])[] = [
  ['diagnostic', 'evaluate', 'platform', 'statistics'],
  ['runtime'],
  ['git'],
  ['source'],
  ['schema'],
  ['model'],
  ['project'],
  ['conditions'],
  ['meaning'],
  ['history'],
  ['graph'],
  ['export', 'import'],
  ['lifecycle', 'measurements', 'usage'],
  ['lint'],
  ['policy'],
  ['audit'],
  ['change'],
  ['rollback'],
  ['workspace'],
  ['commands'],
  ['report'],
  ['server'],
  ['lsp', 'mcp'],
  ['cli'],
];

/** The parts of src/rollback/, first to last: files that stand there, and the folders of its stages. None imports from a later one. */
const stages: readonly (readonly string[])[] = [
  ['options.ts'],
  ['request.ts'],
  ['target'],
  ['effects'],
  ['losses'],
  ['carriers'],
  ['situation.ts'],
  ['risk.ts', 'wording.ts', 'by-place.ts', 'loaded-systems.ts', 'missing-needs.ts'],
  ['risks'],
  ['plan'],
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
  '@leeoniya/ufuzzy': ['report'],
  '@panzoom/panzoom': ['report'],
  '@viz-js/viz': ['report'],
  diff: ['report'],
  'string-width': ['report'],
  'wrap-ansi': ['report'],
  yaml: ['source'],
  'js-yaml': ['source'],
  ajv: ['schema'],
  graphlib: ['graph'],
  'json-logic-engine': ['evaluate'],
  hono: ['server'],
  '@hono/node-server': ['server'],
  'prom-client': ['server'],
  '@modelcontextprotocol/sdk': ['mcp'],
  zod: ['mcp'],
  'simple-statistics': ['statistics'],
  'vscode-languageserver': ['lsp'],
  'vscode-languageserver-textdocument': ['lsp'],
  'node:fs': ['platform', 'git', 'cli', 'runtime'],
  'node:child_process': ['platform', 'git', 'runtime'],
  cockatiel: ['runtime'],
  '@openfeature/server-sdk': ['runtime'],
  ioredis: ['runtime', 'server'],
  'eventsource-parser': ['runtime'],
};

/** Folders that only compute: no file, no process, no clock. */
const pure = [
  'diagnostic',
  'evaluate',
  'statistics',
  'source',
  'schema',
  'model',
  'project',
  'conditions',
  'graph',
  'lifecycle',
  'lint',
  'measurements',
  'report',
];

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

/** Files that import each other, directly or through others, as one list each. */
function circles(): string[][] {
  const next = new Map(files.map((file) => [file, imports.filter(({ from }) => from === file).map(({ to }) => to)]));
  const reach = (start: string): Set<string> => {
    const seen = new Set<string>();
    const waiting = [...(next.get(start) ?? [])];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      if (seen.has(file)) continue;
      seen.add(file);
      waiting.push(...(next.get(file) ?? []));
    }
    return seen;
  };
  const reached = new Map(files.map((file) => [file, reach(file)]));
  const found = files.filter((file) => reached.get(file)?.has(file));
  const together = found.map((file) => found.filter((other) => reached.get(file)?.has(other) && reached.get(other)?.has(file))); // prettier-ignore
  return together.filter((group, index) => group[0] === found[index]);
}

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
      ({ from, to, typeOnly }) =>
        folderOf(from) === 'report' && ['commands', 'workspace'].includes(folderOf(to)) && !typeOnly,
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('keeps what services import apart: of ours it knows what evaluates, and nothing else', () => {
    const wrong = imports.filter(
      ({ from, to }) =>
        folderOf(from) === 'runtime' && to.startsWith('src/') && !['runtime', 'evaluate'].includes(folderOf(to)),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('has no circles, types included', () => {
    expect(circles()).toEqual([]);
  });

  it('thinks a rollback through in stages', () => {
    const stageOf = (file: string): number =>
      stages.findIndex((stage) => stage.includes(relative('src/rollback', file).split('/')[0] ?? ''));
    const own = files.filter((file) => folderOf(file) === 'rollback');
    expect(own.filter((file) => stageOf(file) < 0)).toEqual([]);
    const wrong = imports.filter(
      ({ from, to }) => own.includes(from) && own.includes(to) && stageOf(to) > stageOf(from),
    );
    expect(shown(wrong)).toEqual([]);
  });

  it('gives each command a folder that knows no other command', () => {
    const commandOf = (file: string): string => relative('src/commands', file).split('/')[0] ?? '';
    const loose = files.filter((file) => dirname(file) === 'src/commands');
    const wrong = imports.filter(
      ({ from, to }) =>
        folderOf(from) === 'commands' && to.startsWith('src/commands/') && commandOf(from) !== commandOf(to),
    );
    expect([...loose, ...shown(wrong)]).toEqual([]);
  });

  it('keeps what commands import of their own at most three levels deep, in whatever folders', () => {
    const own = (file: string): readonly Import[] =>
      imports.filter(({ from, to }) => from === file && folderOf(to) === 'commands');
    const levels = (file: string): number => Math.max(0, ...own(file).map(({ to }) => 1 + levels(to)));
    expect(files.filter((file) => folderOf(file) === 'commands' && levels(file) > 3)).toEqual([]);
  });

  it('exports a name with one meaning', () => {
    const exported = /^export (?:declare )?(?:async )?(?:const|let|function\*?|class|interface|type|enum) (\w+)/gm;
    const owner = new Map<string, string>();
    const wrong: string[] = [];
    for (const file of files) {
      // A file may export a type and what makes it under one name.
      const names = new Set(Array.from(readFileSync(file, 'utf8').matchAll(exported), ([, name = '']) => name));
      for (const name of names) {
        const other = owner.get(name);
        if (other !== undefined) wrong.push(`${name}: ${other}, ${file}`);
        owner.set(name, file);
      }
    }
    expect(wrong).toEqual([]);
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

  it('writes to the disk in one module, and services to their cache in another', () => {
    const writing =
      /\b(?:(?:append|write|copy|truncate|rename|link|symlink|unlink|rm|rmdir|mkdir|mkdtemp|chmod|fchmod|chown|utimes|cp|writev?|fsync|ftruncate)(?:File)?Sync|createWriteStream|O_WRONLY|O_RDWR|O_CREAT|fs\/promises)\b/;
    const opening = /\bopenSync\([^)]*,\s*'(?!r')/;
    const wrong = files.filter((file) => {
      const text = readFileSync(file, 'utf8');
      return (
        !['src/platform/disk-writer.ts', 'src/runtime/disk-cache.ts'].includes(file) &&
        (writing.test(text) || opening.test(text))
      );
    });
    expect(wrong).toEqual([]);
  });

  it('has one way to standard output and one to standard error', () => {
    const writing = /\b(?:stdout|stderr)\??\.write\(|\bconsole\./;
    const wrong = files.filter((file) => writing.test(readFileSync(file, 'utf8')));
    // What keeps one line of a terminal up to date, beside the two.
    expect(wrong).toEqual(['src/cli/complain.ts', 'src/cli/progress.ts', 'src/cli/write-all.ts']);
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
