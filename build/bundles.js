import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fasterYaml, laterWidths, withoutProcesses, withoutTerminals } from './faster-start.js';

/** Large parts that most runs never need: a file each, which the bundle requires when it does. */
const apart = {
  inquirer: 'inquirer',
  viz: '@viz-js/viz',
  yaml: 'yaml',
  'json-logic-engine': 'json-logic-engine',
  hono: 'hono',
  'node-server': '@hono/node-server',
  'node-server-response': '@hono/node-server/utils/response',
  'prom-client': 'prom-client',
  'vscode-languageserver': 'vscode-languageserver/node',
  'vscode-languageserver-textdocument': 'vscode-languageserver-textdocument',
  ioredis: 'ioredis',
  'explaining-validators': './src/schema/generated/explaining-validators.js',
  'agent-sdk': './src/mcp/agent-sdk.ts',
};

const leftApart = {
  name: 'left-apart',
  setup({ onResolve }) {
    onResolve(
      {
        filter:
          /^(inquirer|yaml|json-logic-engine|@viz-js\/viz|hono|@hono\/node-server(\/utils\/response)?|prom-client|ioredis|vscode-languageserver(\/node|-textdocument)?)$|(explaining-validators\.js|agent-sdk\.ts)$/,
      },
      ({ path, kind }) => {
        const isOurs = path.startsWith('.');
        const name = Object.keys(apart).find((one) =>
          isOurs ? basename(apart[one]) === basename(path) : apart[one] === path || apart[one] === `${path}/node`,
        );
        return kind === 'entry-point' ? undefined : { path: `./${name}.cjs`, external: true };
      },
    );
  },
};

/** The commands that few runs are of, and that hold a third of the code: they come with a bundle of all commands, the others without. */
export const laterCommands = [
  'catalog',
  'completion',
  'demo',
  'explain',
  'export',
  'impact-report',
  'import',
  'lsp',
  'mcp',
  'pr',
  'retire',
  'serve',
  'usage',
];

/** Leaves out what these commands do; what they are called and take stays, for `--help`. See `src/cli/entry.ts`. */
const withoutLater = {
  name: 'without-later',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\./ }, ({ importer, kind }) => {
      const isLater = laterCommands.some((name) => importer.endsWith(join('src', 'cli', 'commands', `${name}.ts`)));
      const isEngine = ['import', 'export'].some((folder) => importer.endsWith(join('src', folder, 'engines.ts')));
      return (isLater || isEngine) && kind === 'dynamic-import' ? { path: 'later', namespace: 'later' } : undefined;
    });
    onLoad({ filter: /.*/, namespace: 'later' }, () => ({
      contents: "throw new Error('this command is in the other bundle')",
      loader: 'js',
    }));
  },
};

/** For services: what interprets JsonLogic is loaded by snapshots that have some, what reads git by those that do; none asks for a trace. */
const seldomApart = {
  name: 'seldom-apart',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/(json-logic|git-read)\.ts$/ }, ({ path }) => ({
      path: `./${basename(path, '.ts')}.cjs`,
      external: true,
    }));
    onLoad({ filter: /\/evaluate\/trace\.ts$/ }, () => ({
      contents: 'export const traceFlag = () => [];',
      loader: 'js',
    }));
  },
};

/** Leaves out of rules and risks the examples, which nothing but `explain` shows: a twelfth of the code. */
const withoutExamples = {
  name: 'without-examples',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/](lint[\\/]rules|rollback[\\/]risks)[\\/][^\\/]+\.ts$/ }, async ({ path }) => {
      const text = await readFile(path, 'utf8');
      // A field of what the file exports, as the formatter writes it.
      const contents = text.replace(/^  examples: \{$[^]*?^  \},$/gm, '  examples: undefined as never,');
      return { contents, loader: 'ts' };
    });
  },
};

const ofCommands = [fasterYaml, laterWidths, withoutProcesses, withoutTerminals, leftApart];

/**
 * What esbuild is told of each bundle.
 * @param version of this package
 * @param digest names the bundle of the commands
 * @returns {import('esbuild').BuildOptions[]}
 */
export function bundles(version, digest, minify) {
  const common = {
    absWorkingDir: fileURLToPath(new URL('../', import.meta.url)),
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    minify,
    // All licences are in THIRD-PARTY-NOTICES.txt.
    legalComments: 'none',
    supported: { 'dynamic-import': false },
    external: [],
    define: {
      FLAGWRIGHT_VERSION: JSON.stringify(version),
      FLAGWRIGHT_BUILD: JSON.stringify(digest),
      FLAGWRIGHT_LATER: JSON.stringify(laterCommands),
      'import.meta.url': 'importMetaUrl',
    },
    banner: { js: "const importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
  };
  const door = {
    ...common,
    entryPoints: { client: 'src/runtime/client.ts', openfeature: 'src/runtime/openfeature.ts' },
    mainFields: ['module', 'main'],
    // What a service loads only if it uses it, or has itself.
    external: [...common.external, 'ioredis', '@openfeature/server-sdk'],
    plugins: [seldomApart],
  };
  return [
    { ...door },
    { ...door, format: 'esm', outExtension: { '.js': '.js' }, supported: {}, banner: {}, define: {} },
    { ...common, entryPoints: { 'json-logic': 'src/evaluate/json-logic.ts' }, banner: {}, plugins: [leftApart] },
    { ...common, entryPoints: { 'git-read': 'src/runtime/git-read.ts' } },
    { ...common, entryPoints: { cli: 'src/cli/entry.ts' }, banner: {}, external: ['./run.ts'] },
    {
      ...common,
      entryPoints: { [`run-${digest}`]: 'src/cli/run.ts' },
      plugins: [withoutLater, withoutExamples, ...ofCommands],
    },
    { ...common, entryPoints: { [`all-${digest}`]: 'src/cli/run.ts' }, plugins: ofCommands },
    { ...common, entryPoints: apart },
  ];
}
