import type { ProcessEnvironment } from '../platform/environment.ts';

/** What a git process is started for. */
export interface Purpose {
  /** It runs programs of the user (hooks, signing, pushing), which need the environment that the user has. */
  readonly asUser: boolean;
  /** Missing objects may be fetched: the repository is a partial clone of the user's. */
  readonly mayFetch: boolean;
  /** It is about what is configured, so settings that were made in the environment count. */
  readonly asksSettings: boolean;
}

/**
 * What of git's own variables a reading process is given. All others change what git shows, or have it write or run
 * something: traces, external diffs, other attributes, replaced objects, graphs.
 */
const KEPT: ReadonlySet<string> = new Set([
  // Where git itself is.
  'GIT_EXEC_PATH',
  // The repository; hooks are told by these.
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  // Where the user's own settings are: they say which owners are trusted, and what is ignored.
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  // Who writes a line of a reflog, and when.
  'GIT_AUTHOR_NAME',
  'GIT_AUTHOR_EMAIL',
  'GIT_AUTHOR_DATE',
  'GIT_COMMITTER_NAME',
  'GIT_COMMITTER_EMAIL',
  'GIT_COMMITTER_DATE',
]);

/** Where objects of a push are until a hook has let them in. */
const QUARANTINE: readonly string[] = [
  'GIT_QUARANTINE_PATH',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
];

/** How the user reaches remotes. */
const TRANSPORT = /^GIT_(?:SSH|SSL|PROXY|HTTP)(?:_|$)/;

/** Settings in the environment: `git -c …`, and numbered pairs. */
const SETTINGS = /^GIT_CONFIG_(?:PARAMETERS|COUNT|(?:KEY|VALUE)_\d+)$/;

const FIXED: ProcessEnvironment = {
  LC_ALL: 'C',
  // Reading must not take the index's lock from under somebody's commit. Locks that a command needs are still taken.
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  // Nothing asks: empty, it goes before SSH_ASKPASS and what is configured; ssh has to ask a program, which fails.
  GIT_ASKPASS: '',
  SSH_ASKPASS: 'false',
  SSH_ASKPASS_REQUIRE: 'force',
  GIT_PAGER: 'cat',
  GIT_LITERAL_PATHSPECS: '1',
  // A log is read as a whole: written commit by commit, it takes a third longer.
  GIT_FLUSH: '0',
  // What a clone has been told to see instead of its commits is nobody else's history.
  GIT_NO_REPLACE_OBJECTS: '1',
  // Likewise the older way to say so; there is no such file, which git takes without a word.
  GIT_GRAFT_FILE: '/dev/null/none',
  // Also those that are configured: they could mix with what git says on stderr.
  GIT_TRACE2: '0',
  GIT_TRACE2_EVENT: '0',
  GIT_TRACE2_PERF: '0',
};

/** Git before 2.44 does not know the first one. It tries to fetch, and is allowed no way to. */
const NO_FETCH: ProcessEnvironment = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

const FETCH: ProcessEnvironment = { GIT_ALLOW_PROTOCOL: 'file:git:http:https:ssh', GCM_INTERACTIVE: 'never' };

/** The environment of a git process. */
export function gitEnvironment(env: ProcessEnvironment, purpose: Purpose): NodeJS.ProcessEnv {
  if (purpose.asUser) return usersEnvironment(env);
  const own: NodeJS.ProcessEnv = {};
  for (const name in env) if (!name.startsWith('GIT_') || isKept(name, env, purpose)) own[name] = env[name];
  return { ...own, ...FIXED, ...(purpose.mayFetch ? FETCH : NO_FETCH) };
}

function isKept(name: string, env: ProcessEnvironment, { mayFetch, asksSettings }: Purpose): boolean {
  return (
    KEPT.has(name) ||
    (QUARANTINE.includes(name) && Boolean(env.GIT_QUARANTINE_PATH)) ||
    (mayFetch && TRANSPORT.test(name)) ||
    (asksSettings && SETTINGS.test(name))
  );
}

/** All that the user has, but for what would make it another repository than the one that is read, and for `ext`. */
function usersEnvironment(env: ProcessEnvironment): NodeJS.ProcessEnv {
  const elsewhere = ['GIT_COMMON_DIR', 'GIT_SHALLOW_FILE', 'GIT_INTERNAL_SUPER_PREFIX'];
  const left = env.GIT_QUARANTINE_PATH ? elsewhere : [...elsewhere, ...QUARANTINE];
  const own = Object.entries(env).filter(([name]) => !left.includes(name));
  return { ...Object.fromEntries(own), ...withoutExt(env.GIT_ALLOW_PROTOCOL) };
}

/** The protocol `ext` runs any command that an address holds. This list would go before what is configured. */
function withoutExt(allowed: string | undefined): ProcessEnvironment {
  if (allowed === undefined) return {};
  return { GIT_ALLOW_PROTOCOL: allowed.split(':').filter((name) => name !== 'ext').join(':') || 'none' }; // prettier-ignore
}
