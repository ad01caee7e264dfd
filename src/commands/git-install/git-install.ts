import { UserError } from '../../diagnostic/user-error.ts';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import type { GitConfig, PreparedConfig } from '../../git/git-config.ts';
import type { GitHooks } from '../../git/git-hooks.ts';
import type { Host } from '../../workspace/host.ts';
import { installHook, removeHook, requireRoomForHook, type HookChange } from './pre-commit-hook.ts';
import { projectFolder } from '../../workspace/project-folder.ts';

/** One setting or line that makes up the installation. */
interface InstalledPart {
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
  if (!host.git) throw new UserError('this is not a checkout of a git repository', '`git init` makes one');
  if (withHooks && !uninstall) requireRoomForHook(await openHooks(), projectFolder(host));
  const attributes = await editAttributes(host, uninstall);
  const parts: InstalledPart[] = [];
  for (const [name, value] of settings) {
    const before = await config.get(name);
    const changed = uninstall ? before !== undefined : before !== value;
    parts.push({ place: 'config', name, value, changed });
  }
  const prepared = await prepareConfig(
    config,
    parts.filter(({ changed }) => changed),
    uninstall,
  );
  const undo: (() => void)[] = [() => prepared?.discard()];
  try {
    const files = host.writer.prepare(attributes.edit);
    undo.push(() => files.undo());
    const hook = await editHook(host, openHooks, { uninstall, hooks: withHooks });
    if (hook?.changed) undo.push(hook.undo);
    files.apply();
    // Last, in one step: before it git knows of nothing that it could call.
    prepared?.apply();
    files.finish();
    const hookPart = hook && { place: 'hook' as const, name: hook.name, value: hook.path, changed: hook.changed };
    const all = [...parts, ...attributes.parts, ...(hookPart ? [hookPart] : [])];
    return { command: 'git install', ok: true, installed: !uninstall, parts: all };
  } catch (error) {
    for (const step of undo.toReversed()) step();
    throw error;
  }
}

async function prepareConfig(
  config: GitConfig,
  changed: readonly InstalledPart[],
  uninstall: boolean,
): Promise<PreparedConfig | undefined> {
  if (changed.length === 0) return undefined;
  if (!uninstall) return config.prepare({ set: new Map(changed.map(({ name, value }) => [name, value])) });
  const sections = new Set(changed.map(({ name }) => name.slice(0, name.lastIndexOf('.'))));
  return config.prepare({ removeSections: [...sections] });
}

async function editHook(
  host: Host,
  openHooks: () => Promise<GitHooks>,
  { uninstall, hooks }: GitInstallOptions,
): Promise<HookChange | undefined> {
  if (uninstall ? host.folder === undefined : !hooks) return undefined;
  const [opened, folder] = [await openHooks(), projectFolder(host)];
  return uninstall ? removeHook(opened, folder) : installHook(opened, folder);
}

interface AttributesEdit {
  /** Empty where nothing is to be changed. */
  readonly edit: ReadonlyMap<string, string>;
  readonly parts: readonly InstalledPart[];
}

/** Adds our lines to the attributes at the top, or removes them; the rest of the file stays. */
async function editAttributes(host: Host, uninstall: boolean): Promise<AttributesEdit> {
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
  const parts = ours.map((line, index) => ({
    place: 'attributes' as const,
    name: patterns[index] as string,
    value: drivers,
    changed: present.has(line) === uninstall,
  }));
  return { edit: new Map(after === before ? [] : [[attributesFile, after]]), parts };
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
