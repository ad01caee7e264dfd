// The least a linter of YAML files can take: reads every file of a folder and parses it with the `yaml` package.
// node bench/floor.js DIR [--read] [--ext .yaml]        --read: only reads
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { read: { type: 'boolean', default: false }, ext: { type: 'string', default: '.yaml' } },
  allowPositionals: true,
});

// Loaded only where it is used: loading it is part of parsing, not of reading.
const parse = values.read ? (text) => text.length : (await import('yaml')).parse;

let files = 0;
let characters = 0;
const folders = [positionals[0] ?? '.'];
while (folders.length > 0) {
  const folder = folders.pop();
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.git') folders.push(path);
    if (!entry.isFile() || !entry.name.endsWith(values.ext)) continue;
    const text = readFileSync(path, 'utf8');
    parse(text);
    files++;
    characters += text.length;
  }
}
process.stdout.write(`${files} files, ${characters} characters\n`);
