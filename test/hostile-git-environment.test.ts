import { testHostile, type Hostile } from './support/hostile-git.ts';

/** Variables of the environment. */
const variables: readonly Hostile[] = [
  {
    name: 'traces',
    env: { GIT_TRACE: '1', GIT_TRACE2: '1', GIT_TRACE2_EVENT: '1', GIT_TRACE_SETUP: '2', GIT_CURL_VERBOSE: '1' },
  },
  { name: 'an external diff', env: { GIT_EXTERNAL_DIFF: 'PROGRAM', GIT_DIFF_OPTS: '-u0' }, fires: ['diff'] },
  {
    name: 'settings, quoted',
    env: { GIT_CONFIG_PARAMETERS: "'diff.orderfile=OUTSIDE/none' 'core.fsmonitor=PROGRAM' 'trailer.rsn.key=Reason: '" },
    fires: ['status'],
  },
  {
    name: 'settings, numbered',
    env: {
      GIT_CONFIG_COUNT: '2',
      GIT_CONFIG_KEY_0: 'diff.external',
      GIT_CONFIG_VALUE_0: 'PROGRAM',
      GIT_CONFIG_KEY_1: 'diff.orderFile',
      GIT_CONFIG_VALUE_1: 'OUTSIDE/none',
    },
  },
  { name: 'another file of settings', env: { GIT_CONFIG: 'OUTSIDE/none' } },
  {
    name: 'replaced objects under another name',
    env: { GIT_REPLACE_REF_BASE: 'refs/other/' },
    layout: ({ git }) => void git('update-ref', `refs/other/${git('rev-parse', 'HEAD')}`, 'HEAD~3'),
  },
  {
    name: 'grafts and a shorter history',
    env: { GIT_GRAFT_FILE: 'OUTSIDE/grafts', GIT_SHALLOW_FILE: 'OUTSIDE/shallow' },
    layout: ({ git, write }) => {
      write({ '../grafts': `${git('rev-parse', 'HEAD')}\n`, '../shallow': `${git('rev-parse', 'HEAD~1')}\n` });
    },
  },
  {
    name: 'objects elsewhere',
    env: {
      GIT_OBJECT_DIRECTORY: 'OUTSIDE/none',
      GIT_ALTERNATE_OBJECT_DIRECTORIES: 'OUTSIDE/none',
      GIT_COMMON_DIR: 'OUTSIDE',
    },
  },
  {
    name: 'programs that page, edit and ask',
    env: {
      GIT_PAGER: 'PROGRAM',
      PAGER: 'PROGRAM',
      GIT_EDITOR: 'PROGRAM',
      GIT_ASKPASS: 'PROGRAM',
      SSH_ASKPASS: 'PROGRAM',
    },
  },
  {
    name: 'ways to remotes',
    env: {
      GIT_SSH_COMMAND: 'PROGRAM',
      GIT_SSH: 'PROGRAM',
      GIT_PROXY_COMMAND: 'PROGRAM',
      GIT_ALLOW_PROTOCOL: 'ext:ssh',
    },
    fires: ['fetch', 'ssh://x.example/y'],
  },
  { name: 'attributes of another commit', env: { GIT_ATTR_SOURCE: 'HEAD~1' } },
  {
    name: 'other pathspecs',
    env: { GIT_GLOB_PATHSPECS: '1', GIT_ICASE_PATHSPECS: '1', GIT_LITERAL_PATHSPECS: '0', GIT_PREFIX: 'flags/' },
  },
  { name: 'another language and zone', env: { LANGUAGE: 'de', LANG: 'fr_FR.UTF-8', TZ: 'Pacific/Kiritimati' } },
  {
    name: 'other kinds of repositories',
    env: {
      GIT_NAMESPACE: 'x',
      GIT_DEFAULT_HASH: 'sha256',
      GIT_INTERNAL_SUPER_PREFIX: 'x/',
      GIT_IMPLICIT_WORK_TREE: '0',
    },
  },
  {
    name: 'locks, pauses, versions',
    env: { GIT_OPTIONAL_LOCKS: '1', GIT_FLUSH: '1', GIT_INDEX_VERSION: '4', GIT_PROTOCOL_FROM_USER: '1' },
  },
];

testHostile('variables', variables);
