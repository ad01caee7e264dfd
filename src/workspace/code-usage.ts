import type { FileTree } from '../platform/file-tree.ts';
import type { Project } from '../project/project.ts';
import { readCode } from '../usage/code-file.ts';
import { CodeMemory } from '../usage/code-memory.ts';
import { codePaths } from '../usage/code-paths.ts';
import { findFlagUsage, type CodeUsage } from '../usage/usage.ts';
import type { Host } from './host.ts';

/**
 * What the code of a repository says of flags, by the patterns of the manifest. What files of the working tree say of the flags of
 * the project is kept between runs.
 * @param gone keys to look for beside those of the project
 */
export async function codeUsage(host: Host, project: Project, gone: readonly string[] = []): Promise<CodeUsage> {
  const { folder, manifest, tree } = project;
  const paths = codePaths(await pathsIn(host, tree), folder, manifest.code);
  const memory = gone.length === 0 && tree === host.tree ? await codeMemory(host, project) : undefined;
  const stamps = memory ? await stampsIn(tree) : undefined;
  const files = paths.map((path) => ({ path, stamp: stamps?.get(path) }));
  host.progress.debug(`looks for flags in ${paths.length} files`);
  const keys = [...project.flags.keys(), ...gone];
  const usage = await findFlagUsage(keys, project.flags, readCode(tree, files, memory), manifest.code, memory);
  host.progress.debug(`has looked for flags in ${usage.files} files`);
  memory?.save();
  return usage;
}

/** Absent for the past, and where nothing is kept. */
async function codeMemory(host: Host, { folder, flags, manifest }: Project): Promise<CodeMemory | undefined> {
  if (host.at !== undefined || !host.stores) return undefined;
  const { aliases, calls } = manifest.code;
  const signature = JSON.stringify([host.toolVersion, aliases, calls, ...flags.keys()]);
  return new CodeMemory((await host.stores())(`code ${folder}`), signature);
}

async function stampsIn(tree: FileTree): Promise<ReadonlyMap<string, string | undefined>> {
  return new Map((await tree.list('')).map(({ path, stamp }) => [path, stamp]));
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
