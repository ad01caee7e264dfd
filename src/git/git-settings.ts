import type { ProcessEnvironment } from '../platform/environment.ts';

/**
 * Settings that hold whatever is configured. No process runs a command that an address holds (`ext`).
 * What has a switch is set by that, where git is called.
 */
const EVERYWHERE: readonly string[] = ['protocol.ext.allow=never'];

/** For what only reads, and for the steps of a commit that run nothing of the user's. */
const READING: readonly string[] = [
  ...EVERYWHERE,
  // A folder of the checkout that looks like a repository is not used as one.
  'safe.bareRepository=explicit',
  // Empty rather than false, which git before 2.36 takes for the name of a program.
  'core.fsmonitor=',
  // It repeats what commits say; one that is damaged or forged would be believed.
  'core.commitGraph=false',
  'diff.orderFile=/dev/null',
  'submodule.recurse=false',
  'color.ui=false',
  'color.diff=false',
  'color.status=false',
];

/** Settings without a switch, by the command that has regard for them. */
const OF_COMMANDS: Readonly<Record<string, readonly string[]>> = {
  log: ['log.showRoot=true', 'log.diffMerges=separate', 'i18n.logOutputEncoding=UTF-8'],
  // Messages are given in UTF-8.
  'commit-tree': ['i18n.commitEncoding=UTF-8'],
};

/** Arguments that go before the command of a git process. */
export function settingsFor(
  command: string | undefined,
  env: ProcessEnvironment,
  { asUser }: { readonly asUser: boolean },
): string[] {
  const settings = [
    ...(asUser ? EVERYWHERE : [...READING, ...trustedFolders(env)]),
    ...(OF_COMMANDS[command ?? ''] ?? []),
  ];
  return settings.flatMap((setting) => ['-c', setting]);
}

/** Whom git trusts may be said in the environment, as is usual in containers; other settings there count for nothing. */
function trustedFolders(env: ProcessEnvironment): string[] {
  const count = Number(env.GIT_CONFIG_COUNT) || 0;
  const found: string[] = [];
  for (let index = 0; index < count && env[`GIT_CONFIG_KEY_${index}`] !== undefined; index++) {
    if (env[`GIT_CONFIG_KEY_${index}`]?.toLowerCase() !== 'safe.directory') continue;
    found.push(`safe.directory=${env[`GIT_CONFIG_VALUE_${index}`] ?? ''}`);
  }
  return found;
}
