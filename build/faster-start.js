import { readFile } from 'node:fs/promises';

/** How js-yaml 5.5.0 makes its parser state. V8 keeps an object made by spreading in its slow form. */
const spread = 'const state = {\n\t\t...DEFAULT_PARSER_OPTIONS,\n\t\t...options,\n\t\tinput:';
const literal =
  'const state = {\n\t\tfilename: options.filename ?? DEFAULT_PARSER_OPTIONS.filename,\n\t\tmaxDepth: options.maxDepth ?? DEFAULT_PARSER_OPTIONS.maxDepth,\n\t\tinput:';

/**
 * Builds js-yaml's parser state by a literal: the same object, and parsing takes less than half the time.
 * @throws if the package no longer looks as this expects
 */
export function withLiteralState(source) {
  if (source.split(spread).length !== 2) throw new Error('js-yaml has changed: look at build/faster-yaml.js again');
  return source.replace(spread, literal);
}

/**
 * Marks what js-yaml makes of its schemas and tags as free of side effects, so that the bundle leaves out what the
 * parser does not use; it would be made at every start.
 */
export function withPureSchemas(source) {
  return source.replace(
    /(^(?:var|const|let) \w+ = )(?=new Schema\(|define\w+Tag\(|\w+_SCHEMA\.withTags\()/gm,
    '$1/* @__PURE__ */ ',
  );
}

/** The esbuild plugin that does both. */
export const fasterYaml = {
  name: 'faster-yaml',
  setup({ onLoad }) {
    onLoad({ filter: /js-yaml[\\/]dist[\\/]js-yaml\.mjs$/ }, async ({ path }) => ({
      contents: withPureSchemas(withLiteralState(await readFile(path, 'utf8'))),
      loader: 'js',
    }));
  },
};

/**
 * Commander can run sub-commands that are programs of their own. Ours has none, and loading what starts processes takes
 * as long as the rest of it.
 */
export const withoutProcesses = {
  name: 'without-processes',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^(node:)?child_process$/ }, ({ importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path: 'no-processes', namespace: 'without-processes' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'without-processes' }, () => ({
      contents: 'module.exports = {};',
      loader: 'js',
    }));
  },
};
