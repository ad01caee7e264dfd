import { UserError } from '../diagnostic/user-error.ts';
import { UnreadableFileError } from '../platform/file-tree.ts';
import type { GitConfig } from '../platform/git-config.ts';
import type { Host } from './host.ts';

/** One setting or line that makes up the installation. */
export interface InstalledPart {
  readonly place: 'config' | 'attributes';
  /** The name of a setting; of attributes the pattern. */
  readonly name: string;
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

/** Tells git to show and merge flags in meaning, or no longer to. Doing it again changes nothing. */
export async function gitInstall(
  host: Host,
  config: GitConfig,
  { uninstall }: { readonly uninstall: boolean },
): Promise<GitInstallReport> {
  if (!host.git) throw new UserError('this is no checkout of a git repository', '`git init` makes one');
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
  return { command: 'git install', ok: true, installed: !uninstall, parts: [...parts, ...attributes] };
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
