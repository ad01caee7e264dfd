import { lstatSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { UserError } from '../diagnostic/user-error.ts';
import type { Session } from './session.ts';

/**
 * The files that arguments name: of a folder all YAML and JSON files in it, however deep, by path. Links in it are not followed.
 * @throws UserError for a folder without any
 */
export function inputFiles(session: Session, paths: readonly string[]): string[] {
  const cwd = resolve(session.io.cwd(), session.options.cwd ?? '.');
  return paths.flatMap((path) => {
    if (path === '-' || lstatSync(resolve(cwd, path), { throwIfNoEntry: false })?.isDirectory() !== true) return [path];
    const found = readdirSync(resolve(cwd, path), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/i.test(entry.name))
      .map((entry) => join(path, entry.parentPath.slice(resolve(cwd, path).length), entry.name))
      .sort();
    if (found.length === 0) throw new UserError(`there is no YAML or JSON file in ${path}`, 'name the files, or another folder'); // prettier-ignore
    return found;
  });
}
