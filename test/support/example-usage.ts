import type { Project } from '../../src/project/project.ts';
import { readCode } from '../../src/usage/code-file.ts';
import { codePaths } from '../../src/usage/code-paths.ts';
import { findFlagUsage, type CodeUsage } from '../../src/usage/usage.ts';

/** What the code in the tree of a project says of its flags. */
export async function exampleUsage({ tree, folder, manifest, flags }: Project): Promise<CodeUsage> {
  const paths = (await tree.list('')).map(({ path }) => path);
  return findFlagUsage(
    flags.keys(),
    flags,
    readCode(
      tree,
      codePaths(paths, folder, manifest.code).map((path) => ({ path })),
    ),
    manifest.code,
  );
}
