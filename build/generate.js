// Makes src/schema/generated/ from schemas/: the validator, compiled ahead because compiling it at start would
// cost more than a whole run, and the TypeScript types of the files users write.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';
import { accepting } from './accepting.js';
import { registers } from './registers.js';

const root = new URL('../', import.meta.url);
const schemas = new URL('schemas/', root);
const generated = 'src/schema/generated/';

const kinds = ['manifest', 'owners', 'systems', 'policy', 'flag', 'segment', 'spec'];

/** Keywords that only editors read. The compiled validator carries the schemas, so they are left out of it. */
const editorKeywords = [
  'markdownDescription',
  'enumDescriptions',
  'markdownEnumDescriptions',
  'defaultSnippets',
  'errorMessage',
  'patternErrorMessage',
  'doNotSuggest',
];
const proseKeywords = new Set([...editorKeywords, 'description', 'examples', 'title', 'default']);

/**
 * All source schemas, by file name.
 * @param made texts by path, which stand for files
 */
export async function readSchemas(made = {}) {
  const names = (await readdir(schemas)).filter((name) => name.endsWith('.schema.json')).sort();
  const entries = names.map(async (name) => [
    name,
    JSON.parse(made[`schemas/${name}`] ?? (await readFile(new URL(name, schemas), 'utf8'))),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

/** A schema without what is meant for people. Names of properties are kept, whatever they are. */
function withoutProse(schema, isMapOfSchemas = false) {
  if (Array.isArray(schema)) return schema.map((item) => withoutProse(item));
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).filter(([key]) => isMapOfSchemas || !proseKeywords.has(key));
  const maps = new Set(['properties', 'definitions', 'patternProperties', 'dependencies']);
  return Object.fromEntries(
    entries.map(([key, value]) => [
      key,
      key === 'enum' || key === 'const' ? value : withoutProse(value, !isMapOfSchemas && maps.has(key)),
    ]),
  );
}

/**
 * The source of a validator: an ES module with one function for each kind of file.
 * @param all the schemas
 * @param explains whether it collects every error with the schema it is of, or only says yes or no: that one is a
 * third of the size and runs on every file, the other only on those that are wrong
 */
async function validatorSource(all, explains) {
  const ajv = new Ajv({
    schemas: Object.values(all).map((schema) => (explains ? withoutProse(schema) : accepting(withoutProse(schema)))),
    allErrors: explains,
    verbose: explains,
    messages: explains,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    // Lengths are counted in UTF-16 units, as editors do; looking for surrogates takes longer than all else.
    unicode: false,
    logger: false,
    code: { source: true, esm: true, optimize: 2 },
  });
  const exports = Object.fromEntries(kinds.map((kind) => [kind, `${kind}.schema.json`]));
  const source = standaloneCode.default(ajv, exports);
  const result = await build({
    stdin: {
      contents: explains ? withLinearErrors(source) : withoutErrors(source),
      resolveDir: new URL('.', root).pathname,
      loader: 'js',
    },
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['main'],
    minifySyntax: true,
    write: false,
    legalComments: 'none',
  });
  return result.outputFiles[0].text;
}

/** Ajv joins lists of errors by copying them, which takes minutes on a file with a mistake on every line. */
function withLinearErrors(source) {
  const joined = /(\w+) = \1 === null \? (\w+)\.errors : \1\.concat\(\2\.errors\)/g;
  if (!joined.test(source)) throw new Error('ajv has changed: look at withLinearErrors again');
  const append = 'function append(a, b) { if (a === null) return b; for (const e of b) a.push(e); return a; }';
  return `${source.replace(joined, '$1 = append($1, $2.errors)')}\n${append}\n`;
}

/**
 * The validator that only says yes or no needs neither errors nor the paths they are made of, which would be put
 * together for every value of every file.
 */
function withoutErrors(source) {
  const paths = /,\s*\{instancePath:instancePath[^}]*?rootData(?:,dynamicAnchors)?\}/g;
  const opening = /(\.errors = |const err\d+ = )(?=\[?\{instancePath)/g;
  if (!paths.test(source) || !opening.test(source)) throw new Error('ajv has changed: look at withoutErrors again');
  const code = source.replace(paths, '');
  let result = '';
  let done = 0;
  for (const match of code.matchAll(opening)) {
    const start = match.index + match[0].length;
    result += `${code.slice(done, start)}${code[start] === '[' ? '[failed]' : 'failed'}`;
    done = endOfLiteral(code, start);
  }
  return `${result}${code.slice(done)}\nconst failed = {};\n`;
}

/** The offset after the array or object literal that begins at an offset. */
function endOfLiteral(code, start) {
  let depth = 0;
  for (let at = start; at < code.length; at++) {
    const c = code[at];
    if (c === '"' || c === "'" || c === '`') {
      for (at++; code[at] !== c; at++) if (code[at] === '\\') at++;
    } else if (c === '/' && /[(,]\s*$/.test(code.slice(at - 2, at))) {
      for (at++; code[at] !== '/'; at++) if (code[at] === '\\') at++;
    } else if (c === '{' || c === '[' || c === '(') depth++;
    else if ((c === '}' || c === ']' || c === ')') && --depth === 0) return at + 1;
  }
  throw new Error('a literal does not end');
}

/**
 * A schema with the required fields beside the fields, where the maker of types looks for them. In the source they are
 * a member of `allOf`: an editor offers a schema that has both as one more entry among its fields, named by its title.
 */
export function withRequiredBeside(schema) {
  if (Array.isArray(schema)) return schema.map(withRequiredBeside);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, withRequiredBeside(value)]);
  const { allOf, ...rest } = Object.fromEntries(entries);
  const required = allOf?.find?.((member) => Object.keys(member).join() === 'required')?.required;
  if (required === undefined) return Object.fromEntries(entries);
  const others = allOf.filter((member) => member.required !== required);
  return { ...rest, required, ...(others.length > 0 && { allOf: others }) };
}

/** The source of the types. */
async function typesSource(schemas) {
  const all = withRequiredBeside(schemas);
  const properties = Object.fromEntries(kinds.map((kind) => [kind, { $ref: `${kind}.schema.json` }]));
  const index = { title: 'ProjectFiles', type: 'object', properties, required: kinds, additionalProperties: false };
  return compile(index, 'ProjectFiles', {
    cwd: schemas.pathname,
    bannerComment: '/* Made from schemas/ by build/generate.js. */',
    style: { singleQuote: true, printWidth: 120 },
    unreachableDefinitions: false,
    $refOptions: {
      resolve: { file: { read: (file) => JSON.stringify(all[file.url.slice(file.url.lastIndexOf('/') + 1)]) } },
    },
  });
}

/** The text of every file that is made from others, by its path. */
export async function generatedFiles() {
  const lists = await registers();
  const all = await readSchemas(lists);
  const declaration = [
    "import type { ValidateFunction } from 'ajv';",
    ...kinds.map((kind) => `export declare const ${kind}: ValidateFunction;`),
    '',
  ].join('\n');
  const [validators, explaining, types] = await Promise.all([
    validatorSource(all, false),
    validatorSource(all, true),
    typesSource(all),
  ]);
  return {
    ...lists,
    [`${generated}validators.js`]: validators,
    [`${generated}validators.d.ts`]: declaration,
    [`${generated}explaining-validators.js`]: explaining,
    [`${generated}explaining-validators.d.ts`]: declaration,
    [`${generated}files.ts`]: types,
  };
}

/** Writes them. */
export async function generate() {
  await mkdir(new URL(generated, root), { recursive: true });
  const files = Object.entries(await generatedFiles());
  await Promise.all(files.map(([path, text]) => writeFile(new URL(path, root), text)));
}
