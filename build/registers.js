import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { build } from 'esbuild';

const root = new URL('../', import.meta.url);
const manifest = 'schemas/manifest.schema.json';

/** What is registered by its file being there: the folder, what one of it is, the list of its groups in their order, and what ends the names under which they are exported. */
const kinds = {
  rules: { folder: 'src/lint/rules', type: 'Rule', from: '../rule.ts', groups: 'ruleGroups', name: 'id', suffix: '' },
  risks: {
    folder: 'src/rollback/risks',
    type: 'Risk',
    from: '../risk.ts',
    groups: 'riskGroups',
    name: 'code',
    suffix: 'Risk',
  },
};

/**
 * What is made from the lint rules and the risks: the list of each, by group and then by name, and the manifest's schema
 * with the settings that rules have.
 * @returns texts by path
 * @throws if a file of theirs does not export what it is named after
 */
export async function registers() {
  const rules = await load(kinds.rules);
  const risks = await load(kinds.risks);
  return {
    [`${kinds.rules.folder}/index.ts`]: index('rules', rules),
    [`${kinds.risks.folder}/index.ts`]: index('risks', risks),
    [manifest]: await manifestWith(rules),
  };
}

/** All of one kind, in order. */
async function load({ folder, from, groups, name, suffix }) {
  const names = (await readdir(new URL(folder, root))).flatMap((file) =>
    file.endsWith('.ts') && !file.endsWith('.test.ts') && file !== 'index.ts' ? [file.slice(0, -'.ts'.length)] : [],
  );
  const source = [
    `export { ${groups} as groups } from '${from}';`,
    ...names.map((one) => `export { ${exportOf(one, suffix)} } from './${one}.ts';`),
  ];
  const { groups: order, ...all } = await evaluated(source.join('\n'), folder);
  const place = (one) => order.indexOf(one.group);
  const found = names.map((file) => all[exportOf(file, suffix)]);
  for (const [index, file] of names.entries()) {
    if (found[index][name] !== file) throw new Error(`${folder}/${file}.ts: its ${name} is "${found[index][name]}"`);
  }
  return found.sort((a, b) => place(a) - place(b) || (a[name] < b[name] ? -1 : 1));
}

/** What a module of src/ exports. */
async function evaluated(contents, folder) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL(folder, root)), loader: 'ts' },
    absWorkingDir: fileURLToPath(root),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    plugins: [withoutGenerated],
    write: false,
  });
  const module = { exports: {} };
  const run = runInThisContext(`(module, require) => {${outputFiles[0].text}\n}`, { filename: folder });
  run(module, createRequire(import.meta.url));
  return module.exports;
}

/** What the schemas are compiled to waits for the rules, and is of no use to who only looks at them. */
const withoutGenerated = {
  name: 'without-generated',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /\/generated\// }, ({ path }) => ({ path, namespace: 'generated' }));
    onLoad({ filter: /./, namespace: 'generated' }, () => ({ contents: 'module.exports = {};' }));
  },
};

const exportOf = (file, suffix) => `${file.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}${suffix}`;

function index(list, found) {
  const { type, from, name, suffix } = kinds[list];
  const names = found.map((one) => one[name]);
  return [
    '// Made by build/registers.js from the files of this folder.',
    `import type { ${type} } from '${from}';`,
    ...names.map((one) => `import { ${exportOf(one, suffix)} } from './${one}.ts';`),
    '',
    `/** Every one there is, in the order in which they are listed. */`,
    `export const ${list}: readonly ${type}[] = [`,
    ...names.map((one) => `  ${exportOf(one, suffix)},`),
    '];',
    '',
  ].join('\n');
}

/** The manifest's schema with the settings of these rules; its text is left as it is where it has them. */
async function manifestWith(rules) {
  const text = await readFile(new URL(manifest, root), 'utf8');
  const { properties, definitions } = JSON.parse(text);
  const settings = JSON.stringify({ ...properties.rules, ...settingsOf(rules, definitions.RuleSetting) });
  if (settings === JSON.stringify(properties.rules)) return text;
  const { format } = await import('oxfmt');
  const changed = text.replace(/(?<=^ {4}"rules": )\{.*?^ {4}\}/ms, () => settings);
  return (await format(manifest, changed, { printWidth: 120 })).code;
}

/**
 * What `rules` of a manifest may hold, as parts of a JSON Schema.
 * @param usual the schema of the setting of a rule that has no options
 */
function settingsOf(rules, usual) {
  const settings = rules.map(({ id, summary, severity, fixed, options }) => {
    if (fixed) return [id, onlySeverity(summary, severity)];
    const form = options ? severityOrOptions(options, usual) : { $ref: '#/definitions/RuleSetting' };
    // Not beside the description: an editor would then begin the value of every rule as a list.
    return [id, { description: summary, allOf: [form], examples: ['error'] }];
  });
  return { properties: Object.fromEntries(settings), additionalProperties: false };
}

function onlySeverity(summary, severity) {
  return {
    description: `${summary} This can only be \`${severity}\`: nothing lowers it.`,
    enum: [severity],
    enumDescriptions: ['The only severity this rule has.'],
    examples: [severity],
  };
}

function severityOrOptions(options, usual) {
  const example = Object.fromEntries(Object.entries(options).map(([name, { examples }]) => [name, examples[0]]));
  const { title: _title, defaultSnippets, ...parts } = usual;
  const [severity, none] = parts.items;
  const withOptions = {
    label: 'a severity and options',
    description: 'A list of a severity and the options of the rule.',
    body: ['warning', example],
  };
  return {
    ...parts,
    items: [severity, { ...none, description: 'The options of the rule.', properties: options }],
    defaultSnippets: [...defaultSnippets, withOptions],
  };
}
