import type { FileTree } from '../platform/file-tree.ts';
import type { Project } from '../project/project.ts';
import { readCode } from '../usage/code-file.ts';
import { codePaths } from '../usage/code-paths.ts';
import { findFlagUsage, type CodeUsage } from '../usage/usage.ts';
import type { Host } from './host.ts';

/**
 * What the code of a repository says of flags, by the patterns of the manifest.
 * @param keys of the flags to look for; by default all of the project
 */
export async function codeUsage(
  host: Host,
  project: Project,
  keys: Iterable<string> = project.flags.keys(),
): Promise<CodeUsage> {
  const { folder, manifest, tree } = project;
  const paths = codePaths(await pathsIn(host, tree), folder, manifest.code);
  host.progress.debug(`looks for flags in ${paths.length} files`);
  const usage = await findFlagUsage(keys, project.flags, readCode(tree, paths), manifest.code);
  host.progress.debug(`has looked for flags in ${usage.files} files`);
  return usage;
}

/** All files but those that git ignores. */
async function pathsIn(host: Host, tree: FileTree): Promise<readonly string[]> {
  if (host.at !== undefined || !host.git) return filesOf(tree);
  const known = await (await host.git()).workingFiles();
  if (tree === host.tree) return known;
  // A tree that supposes changes to the working tree has its ignored files as well.
  const notIgnored = new Set(known);
  const ignored = new Set((await filesOf(host.tree)).filter((path) => !notIgnored.has(path)));
  return (await filesOf(tree)).filter((path) => !ignored.has(path));
}

async function filesOf(tree: FileTree): Promise<string[]> {
  return (await tree.list('')).filter(({ kind }) => kind === 'file').map(({ path }) => path);
}
