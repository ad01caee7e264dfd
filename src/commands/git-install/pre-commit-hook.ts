import { UserError } from '../../diagnostic/user-error.ts';
import { manifestName } from '../../model/file-kind.ts';
import type { GitHooks } from '../../git/git-hooks.ts';
import { shellWord } from '../../diagnostic/shell-word.ts';

const name = 'pre-commit';

/**
 * Lints what is staged rather than what lies in the working tree: the project's files of the index are written into a folder that
 * git is told to take for the working tree. Git starts hooks at the top, with paths that may be relative to it.
 */
function hookText(folder: string): string {
  const manifest = folder === '' ? manifestName : `${folder}/${manifestName}`;
  const files = folder === '' ? "'*.yaml'" : shellWord(`:(literal)${folder}`);
  const project = folder === '' ? '"$staged"' : `"$staged"/${shellWord(folder)}`;
  return `#!/bin/sh
# Written by: flagwright git install --hooks
# Checks the feature flags that are about to be committed; \`git commit --no-verify\` goes without.
if ! command -v flagwright >/dev/null 2>&1; then
  echo 'flagwright is not on PATH: the feature flags of this commit are not checked' >&2
  exit 0
fi
git diff --cached --quiet -- ${files} && exit 0
staged=$(mktemp -d) || exit 1
trap 'rm -rf "$staged"' EXIT
git ls-files -z -- ${files} | git checkout-index -z --stdin --prefix="$staged/" || exit 1
test -f "$staged"/${shellWord(manifest)} || exit 0
case \${GIT_INDEX_FILE:=$(git rev-parse --git-path index)} in
  /*) ;;
  *) GIT_INDEX_FILE=$PWD/$GIT_INDEX_FILE ;;
esac
GIT_DIR=$(git rev-parse --absolute-git-dir)
GIT_WORK_TREE=$staged
export GIT_INDEX_FILE GIT_DIR GIT_WORK_TREE
if git rev-parse --quiet --verify HEAD >/dev/null; then
  flagwright lint -C ${project} --changed --base HEAD
else
  flagwright lint -C ${project}
fi
`;
}

/** Whether the hook was not so before. */
export interface HookChange {
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly changed: boolean;
  undo(): void;
}

/**
 * Makes sure that nothing of somebody else's would be written over.
 * @throws UserError if another hook is there, or the folder of hooks is not this repository's own
 */
export function requireRoomForHook(hooks: GitHooks, folder: string): void {
  const line = 'flagwright lint --changed --base HEAD || exit 1';
  const path = `${hooks.folder}/${name}`;
  const there = hooks.read(name);
  if (there === hookText(folder)) return;
  if (!hooks.isOwn) {
    throw new UserError(
      `git takes its hooks from ${hooks.folder}, which is not of this repository`,
      `add this line to ${path}: ${line}`,
    );
  }
  if (there === undefined) return;
  throw new UserError(`there is a ${name} hook already: ${path}`, `it stays as it is; add this line to it: ${line}`);
}

/** Writes the hook, unless it is there already; to be called after `requireRoomForHook`. */
export function installHook(hooks: GitHooks, folder: string): HookChange {
  const changed = hooks.read(name) === undefined;
  if (changed) hooks.create(name, hookText(folder));
  return { name, path: `${hooks.folder}/${name}`, changed, undo: () => hooks.remove(name) };
}

/** Removes the hook if it is the one that we wrote; another one is left alone, without a word. */
export function removeHook(hooks: GitHooks, folder: string): HookChange | undefined {
  if (!hooks.isOwn || hooks.read(name) !== hookText(folder)) return undefined;
  hooks.remove(name);
  const undo = (): void => hooks.create(name, hookText(folder));
  return { name, path: `${hooks.folder}/${name}`, changed: true, undo };
}
