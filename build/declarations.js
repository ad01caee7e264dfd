// The types of the doors that are imported: one file each, with what can be reached from it and nothing else.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));

/**
 * The declarations of each door, by its name.
 * @param doors names of files in src/runtime, without suffix
 * @returns {Record<string, string>}
 */
export function declarations(doors) {
  const folder = mkdtempSync(join(tmpdir(), 'flagwright-types-'));
  try {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', join(root, 'build/declarations.tsconfig.json'), '--outDir', folder]);
    const read = (file) => readFileSync(file.replace(/\.ts$/, '.d.ts'), 'utf8');
    return Object.fromEntries(doors.map((door) => [door, joined(join(folder, 'runtime', `${door}.ts`), read)]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * A file of declarations with what it needs of others. Names have one meaning in all of src, so that they can be together.
 * @param entry whose exports they are
 * @param read gives the declarations of a source file
 * @throws if two declarations have one name
 */
export function joined(entry, read) {
  const declared = new Map();
  /** Names of other packages, each with its import. */
  const imports = new Map();
  const files = [entry];
  for (let at = 0; at < files.length; at++) {
    for (const statement of statements(read(files[at]))) {
      const from = /^(?:import|export)\b[^'"]*from ['"]([^'"]+)['"]/.exec(withoutComments(statement))?.[1];
      if (from?.startsWith('.')) {
        const file = resolve(dirname(files[at]), from);
        if (!files.includes(file)) files.push(file);
      } else if (from !== undefined) {
        for (const name of importedNames(withoutComments(statement)))
          imports.set(name.split(' ').at(-1), `import type { ${name} } from '${from}';`);
      } else {
        const name = /^(?:export )?(?:declare )?(?:abstract )?(?:const|function|class|interface|type) (\w+)/.exec(withoutComments(statement))?.[1]; // prettier-ignore
        if (name === undefined) continue;
        if (/\bimport\(/.test(statement)) throw new Error(`the type of ${name} must be written out`);
        if (declared.has(name) && declared.get(name) !== statement) throw new Error(`two declarations of ${name}`);
        declared.set(name, statement);
      }
    }
  }
  const double = [...declared.keys()].find((name) => imports.has(name));
  if (double !== undefined) throw new Error(`${double} is declared here and imported too`);
  const exported = exportsOf(read(entry));
  const reached = new Set(exported.map(({ name }) => name));
  // What is reached meanwhile is visited too.
  for (const name of reached) {
    // Types alone: their names begin with a capital letter, those of fields do not.
    const words = withoutComments(declared.get(name) ?? '').match(/\b[A-Z]\w*/g) ?? [];
    for (const word of words) if (declared.has(word)) reached.add(word);
  }
  const used = [...declared].filter(([name]) => reached.has(name)).map(([, statement]) => statement);
  const text = used.map((statement) => statement.replace(/^export (?=\w)/m, '').replace(/^(?=(?:class|function|const) )/m, 'declare ')); // prettier-ignore
  const words = new Set(text.flatMap((statement) => withoutComments(statement).match(/\b[A-Z]\w*/g) ?? []));
  const outside = [...imports].filter(([name]) => words.has(name)).map(([, line]) => line);
  const list = exported.map(({ name, isType }) => (isType ? `type ${name}` : name)).join(', ');
  return `${[...outside, ...text].map((part) => part.trim()).join('\n')}\nexport { ${list} };\n`;
}

/** The top-level statements of a file, each with the comment before it. */
function statements(text) {
  const starts = [...text.matchAll(/^(?:\/\*\*[^]*?\*\/\n)?(?:import|export|declare|interface|type|class|abstract|const|function)\b/gm)]; // prettier-ignore
  return starts.map(({ index }, at) => text.slice(index, starts[at + 1]?.index));
}

/** `A` and `B as C` of an import. */
const importedNames = (statement) => /\{([^}]*)\}/.exec(statement)[1].split(',').map((name) => name.replace(/\btype /, '').trim()); // prettier-ignore

const withoutComments = (text) => text.replaceAll(/\/\*[^]*?\*\//g, '').trim();

/** What a file exports, declared there or elsewhere. */
function exportsOf(text) {
  const lists = [...text.matchAll(/^export (type )?\{([^}]*)\} from/gm)].flatMap(([, isType, names]) =>
    names.split(',').map((name) => ({ name: name.trim(), isType: isType !== undefined })),
  );
  const own = [...text.matchAll(/^export declare (?:const|function|class) (\w+)/gm)].map(([, name]) => ({ name, isType: false })); // prettier-ignore
  const types = [...text.matchAll(/^export (?:declare )?(?:interface|type) (\w+)/gm)].map(([, name]) => ({ name, isType: true })); // prettier-ignore
  return [...lists, ...own, ...types];
}
