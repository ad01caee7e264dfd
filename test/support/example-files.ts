import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** The files of flags.example, by their paths in it. */
export function exampleProjectFiles(): Record<string, string> {
  const names = readdirSync('flags.example', { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => statSync(join('flags.example', name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join('flags.example', name), 'utf8')]));
}
