import { UserError } from '../diagnostic/user-error.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import type { GitConfig } from '../platform/git-config.ts';
import type { GitHooks } from '../platform/git-hooks.ts';
import type { Host } from './host.ts';
import { installHook, removeHook, requireRoomForHook } from './pre-commit-hook.ts';
import { projectFolder } from './project-folder.ts';

/** One setting or line that makes up the installation. */
export interface InstalledPart {
  readonly place: 'config' | 'attributes' | 'hook';
  /** The name of a setting or a hook; of attributes the pattern. */
  readonly name: string;
  /** Of a hook its path. */
  readonly value: string;
  /** Whether it was not so before. */
  readonly changed: boolean;
}

export interface GitInstallReport {
  readonly command: 'git install';
  readonly ok: true;
  readonly installed: boolean;
  readonly parts: readonly InstalledPart[];
}

/**
 * Git runs these through a shell, at the top of the working tree, and replaces `%` and a letter: three temporary
 * files, the size of markers, and the quoted path. Without us (exit code 127, or anything but an answer) git would
 * take ours and say nothing, or refuse to show a diff.
 */
const settings: readonly (readonly [name: string, value: string])[] = [
  ['diff.flagwright.textconv', 'f() { flagwright git textconv -- "$1" 2>/dev/null || cat -- "$1"; }; f'],
  ['merge.flagwright.name', 'merges feature flags in meaning'],
  [
    'merge.flagwright.driver',
    'flagwright git merge-driver -- %O %A %B %L %P; s=$?; test $s -le 1 && exit $s; ' +
      'git merge-file -q -L ours -L base -L theirs --marker-size=%L %A %O %B || exit 1',
  ],
];

const attributesFile = '.gitattributes';
const drivers = 'merge=flagwright diff=flagwright';
const patterns = ['*.flag.yaml', '*.segment.yaml'];

export interface GitInstallOptions {
  readonly uninstall: boolean;
  /** Also writes a hook that lints what is about to be committed. */
  readonly hooks: boolean;
}

/**
 * Tells git to show and merge flags in meaning, or no longer to. Doing it again changes nothing.
 * @throws UserError if another hook is in the way; then nothing was changed
 */
export async function gitInstall(
  host: Host,
  config: GitConfig,
  openHooks: () => Promise<GitHooks>,
  { uninstall, hooks: withHooks }: GitInstallOptions,
): Promise<GitInstallReport> {
  if (!host.git) throw new UserError('this is no checkout of a git repository', '`git init` makes one');
  if (withHooks && !uninstall) requireRoomForHook(await openHooks(), projectFolder(host));
  const attributes = await editAttributes(host, uninstall);
  const parts: InstalledPart[] = [];
  for (const [name, value] of settings) {
    const before = await config.get(name);
    const changed = uninstall ? before !== undefined : before !== value;
    if (changed && !uninstall) await config.set(name, value);
    parts.push({ place: 'config', name, value, changed });
  }
  if (uninstall) {
    for (const section of ['diff.flagwright', 'merge.flagwright']) {
      if (parts.some(({ name, changed }) => changed && name.startsWith(`${section}.`))) {
        await config.removeSection(section);
      }
    }
  }
  const hook = await editHook(host, openHooks, { uninstall, hooks: withHooks });
  return { command: 'git install', ok: true, installed: !uninstall, parts: [...parts, ...attributes, ...hook] };
}

async function editHook(
  host: Host,
  openHooks: () => Promise<GitHooks>,
  { uninstall, hooks }: GitInstallOptions,
): Promise<InstalledPart[]> {
  if (uninstall ? host.folder === undefined : !hooks) return [];
  const [opened, folder] = [await openHooks(), projectFolder(host)];
  const hook = uninstall ? removeHook(opened, folder) : installHook(opened, folder);
  return hook ? [{ place: 'hook', name: hook.name, value: hook.path, changed: hook.changed }] : [];
}

/** Adds our lines to the attributes at the top, or removes them; the rest of the file stays. */
async function editAttributes(host: Host, uninstall: boolean): Promise<InstalledPart[]> {
  const before = await readText(host, attributesFile);
  const ours = patterns.map((pattern) => `${pattern} ${drivers}`);
  const lines = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const present = new Set(lines.map((line) => line.trim()));
  let after = before;
  if (uninstall) {
    after = lines.filter((line) => !ours.includes(line.trim())).join('');
  } else {
    const end = before.includes('\r\n') ? '\r\n' : '\n';
    const missing = ours.filter((line) => !present.has(line)).map((line) => line + end);
    if (missing.length > 0) after = `${before}${before === '' || before.endsWith('\n') ? '' : end}${missing.join('')}`;
  }
  if (after !== before) host.writer.write(new Map([[attributesFile, after]]));
  return ours.map((line, index) => ({
    place: 'attributes',
    name: patterns[index] as string,
    value: drivers,
    changed: present.has(line) === uninstall,
  }));
}

async function readText(host: Host, path: string): Promise<string> {
  if (!(await host.tree.list('')).some((entry) => entry.path === path)) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await host.tree.read(path));
  } catch (error) {
    // Writing it anew would lose what is in it.
    if (!(error instanceof UnreadableFileError) && !(error instanceof TypeError)) throw error;
    throw new UserError(`cannot read ${path}: ${error.message}`, 'nothing was changed');
  }
}
