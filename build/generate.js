// Makes src/schema/generated/ from schemas/: the validator, compiled ahead because compiling it at start would
// cost more than a whole run, and the TypeScript types of the files users write.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import addFormats from 'ajv-formats';
import { build } from 'esbuild';
import { compile } from 'json-schema-to-typescript';

const root = new URL('../', import.meta.url);
const schemas = new URL('schemas/', root);
const generated = new URL('src/schema/generated/', root);

export const kinds = ['manifest', 'owners', 'systems', 'policy', 'flag', 'segment', 'spec'];

/** Keywords that only editors read. The compiled validator carries the schemas, so they are left out of it. */
const editorKeywords = ['markdownDescription', 'enumDescriptions', 'markdownEnumDescriptions', 'defaultSnippets'];
const proseKeywords = new Set([...editorKeywords, 'description', 'examples', 'title', 'default']);

/** All source schemas, by file name. */
export async function readSchemas() {
  const names = (await readdir(schemas)).filter((name) => name.endsWith('.schema.json')).sort();
  const entries = names.map(async (name) => [name, JSON.parse(await readFile(new URL(name, schemas), 'utf8'))]);
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

/** The source of the validator: an ES module with one function for each kind of file. */
export async function validatorSource() {
  const ajv = new Ajv({
    schemas: Object.values(await readSchemas()).map((schema) => withoutProse(schema)),
    allErrors: true,
    verbose: true,
    strict: true,
    strictRequired: false,
    strictTypes: false,
    validateFormats: true,
    code: { source: true, esm: true, optimize: 2 },
  });
  addFormats.default(ajv);
  const exports = Object.fromEntries(kinds.map((kind) => [kind, `${kind}.schema.json`]));
  const source = withLinearErrors(standaloneCode.default(ajv, exports));
  const result = await build({
    stdin: { contents: source, resolveDir: new URL('.', root).pathname, loader: 'js' },
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

/** The source of the types. */
async function typesSource() {
  const all = await readSchemas();
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

/** The generated files, by name. With a folder (URL) they are written there. */
export async function generateTo(folder) {
  const declaration = [
    "import type { ValidateFunction } from 'ajv';",
    ...kinds.map((kind) => `export declare const ${kind}: ValidateFunction;`),
    '',
  ].join('\n');
  const [validators, types] = await Promise.all([validatorSource(), typesSource()]);
  const files = { 'validators.js': validators, 'validators.d.ts': declaration, 'files.ts': types };
  if (folder) {
    await mkdir(folder, { recursive: true });
    await Promise.all(Object.entries(files).map(([name, source]) => writeFile(new URL(name, folder), source)));
  }
  return files;
}

export const generate = () => generateTo(generated);
