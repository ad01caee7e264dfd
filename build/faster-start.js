import { readFile } from 'node:fs/promises';

/**
 * The places of js-yaml 5.5.0 that cost most of its time, and the same in quicker words. None changes what it does:
 *
 * - V8 keeps an object made by spreading in its slow form, and this one is the parser's state. It also reads from a text
 *   made by adding two through both of them, each time.
 * - Every plain scalar is cut out and searched for characters that are not printable; a text that has none at all needs that
 *   once, and one of ASCII's alone a simpler search.
 * - Every character of a plain scalar is asked whether it ends it, which a letter, a digit or `_` never does.
 * - Every node begins by keeping the state to come back to, for the case that a tag or an anchor is there.
 * - A mapping is known by its first colon, and put in before its first name by `splice`, which makes a list of nothing.
 */
const quicker = [
  {
    from: 'const state = {\n\t\t...DEFAULT_PARSER_OPTIONS,\n\t\t...options,\n\t\tinput:',
    to: `const state = {
\t\tfilename: options.filename ?? DEFAULT_PARSER_OPTIONS.filename,
\t\tmaxDepth: options.maxDepth ?? DEFAULT_PARSER_OPTIONS.maxDepth,
\t\tprintable: !/[^\\t\\n\\r -~]/.test(input) || !PATTERN_NON_PRINTABLE.test(input),
\t\tinput:`,
  },
  { from: 'input: `${input}\\0`,', to: "input: [input, '\\0'].join('')," },
  {
    from: 'function checkPrintable(state, start, end) {\n',
    to: 'function checkPrintable(state, start, end) {\n\tif (state.printable) return;\n',
  },
  {
    from: '\t\tconst propertyState = snapshotState(state);\n',
    to: '\t\tif (ch !== 33 && ch !== 38) break;\n\t\tconst propertyState = snapshotState(state);\n',
  },
  {
    from: 'state.events.splice(beforeKey.eventsLength, 0, {',
    to: 'insertEvent(state.events, beforeKey.eventsLength, {',
  },
  {
    from: 'function insertFlowPairMappingEvent(',
    to: `function insertEvent(events, at, event) {
\tfor (let to = events.length; to > at; to--) events[to] = events[to - 1];
\tevents[at] = event;
}
function insertFlowPairMappingEvent(`,
  },
  {
    from: '\t\tif (!isWhiteSpace(ch)) end = state.position + 1;\n\t\tch = state.input.charCodeAt(++state.position);\n',
    to: `\t\tif (!isWhiteSpace(ch)) end = state.position + 1;
\t\tch = state.input.charCodeAt(++state.position);
\t\tif (isWord(ch)) {
\t\t\tconst { input } = state;
\t\t\tlet at = state.position;
\t\t\tdo ch = input.charCodeAt(++at);
\t\t\twhile (isWord(ch));
\t\t\tstate.position = end = at;
\t\t}
`,
  },
  {
    from: 'function readPlainScalar(',
    to: `function isWord(c) {
\treturn c >= 97 && c <= 122 || c >= 48 && c <= 57 || c >= 65 && c <= 90 || c === 95;
}
function readPlainScalar(`,
  },
];

/**
 * js-yaml's parser, in less than half the time.
 * @throws if the package no longer looks as this expects
 */
export function withQuickerParser(source) {
  return quicker.reduce((text, { from, to }) => {
    if (text.split(from).length !== 2) throw new Error('js-yaml has changed: look at build/faster-start.js again');
    return text.replace(from, () => to);
  }, source);
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
      contents: withPureSchemas(withQuickerParser(await readFile(path, 'utf8'))),
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

/**
 * Chalk looks at the process and its terminals when it is loaded. We say which colours there are, so nobody asks; it would take
 * two modules of Node and several milliseconds of every start.
 */
export const withoutTerminals = {
  name: 'without-terminals',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#supports-color$/ }, () => ({ path: 'no-terminals', namespace: 'without-terminals' }));
    onLoad({ filter: /.*/, namespace: 'without-terminals' }, () => ({
      contents: 'export default { stdout: false, stderr: false };',
      loader: 'js',
    }));
  },
};

/**
 * A bundle in ASCII alone, which is read and compiled in half the time. Esbuild writes the rest of them as escapes already but
 * in regular expressions, where these mean the same.
 * @throws for a character that such an escape would not stand for in all of them
 */
export function asAscii(bundle) {
  return bundle.replace(/[^\0-\x7f]/g, (character) => {
    if (/[\ud800-\udfff]/.test(character)) throw new Error('a regular expression holds a character beyond U+FFFF');
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/**
 * Packages that take tens of milliseconds to load (string-width makes its regular expressions of emoji from tables), and are
 * called for texts of unusual characters alone: they are loaded at the first call.
 */
const atFirstCall = ['string-width', 'wrap-ansi'];

/** The esbuild plugin for it; each exports one function. */
export const laterWidths = {
  name: 'later-widths',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: new RegExp(`^(?:${atFirstCall.join('|')})$`) }, ({ path, resolveDir, namespace }) =>
      namespace === 'at-first-call' ? undefined : { path, namespace: 'at-first-call', pluginData: resolveDir },
    );
    onLoad({ filter: /.*/, namespace: 'at-first-call' }, ({ path, pluginData }) => ({
      contents: `let load; export default (...parts) => (load ??= require('${path}').default)(...parts);`,
      resolveDir: pluginData,
    }));
  },
};
