import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The absolute folder of the installed package: the first above this code that holds the schemas. */
export function packageFolder(): string | undefined {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'schemas', 'flag.schema.json'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
