import { putHooks, testHostile, type Hostile } from './support/hostile-git.ts';

/** Settings of the user and of the repository. */
const settings: readonly Hostile[] = [
  { name: 'names for trailers', settings: ['trailer.rsn.key=Reason: ', 'trailer.reason.key=Why: '] },
  { name: 'other separators, and a comment character', settings: ['trailer.separators==#', 'core.commentChar=R'] },
  {
    name: 'trailers that a program makes',
    settings: ['trailer.reason.command=PROGRAM', 'trailer.reason.cmd=PROGRAM', 'trailer.reason.ifExists=replace'],
    fires: ['interpret-trailers', '--trailer', 'reason', '.gitignore'],
  },
  { name: 'an order of files that is not there', settings: ['diff.orderFile=OUTSIDE/none'] },
  { name: 'an external diff', settings: ['diff.external=PROGRAM', 'diff.trustExitCode=true'], fires: ['diff'] },
  {
    name: 'renames, prefixes, relative paths',
    settings: ['diff.renames=copies', 'diff.noprefix=true', 'diff.mnemonicPrefix=true', 'diff.relative=true'],
  },
  {
    name: 'ignored submodules',
    settings: ['diff.ignoreSubmodules=all', 'diff.submodule=log', 'submodule.recurse=true'],
  },
  { name: 'an index that is not refreshed', settings: ['diff.autoRefreshIndex=false', 'core.preloadIndex=false'] },
  {
    name: 'the look of diffs',
    settings: [
      'diff.algorithm=histogram',
      'diff.context=0',
      'diff.wordRegex=.',
      'diff.colorMoved=zebra',
      'diff.dirstat=files',
    ],
  },
  {
    name: 'programs that show files',
    settings: ['core.attributesFile=OUTSIDE/attributes', 'diff.evil.command=PROGRAM', 'diff.evil.textconv=PROGRAM'],
    layout: ({ write }) => write({ '../attributes': '* diff=evil\n' }),
    fires: ['diff'],
  },
  { name: 'a log that follows', settings: ['log.follow=true'] },
  { name: 'a log with signatures', settings: ['log.showSignature=true'] },
  {
    name: 'the look of the log',
    settings: ['log.date=relative', 'log.decorate=full', 'log.abbrevCommit=true', 'format.pretty=oneline'],
  },
  { name: 'a log without roots and merges', settings: ['log.showRoot=false', 'log.diffMerges=combined'] },
  {
    name: 'other names for people',
    settings: ['log.mailmap=true', 'mailmap.file=OUTSIDE/mailmap'],
    layout: ({ write, hide }) => {
      const names = 'Mallory <mallory@example.com> <ada@example.com>\n';
      write({ '../mailmap': names, '.mailmap': names });
      hide('.mailmap');
    },
  },
  {
    name: 'colours and columns',
    settings: [
      'color.ui=always',
      'color.diff=always',
      'color.status=always',
      'color.branch=always',
      'column.ui=always',
    ],
  },
  { name: 'other encodings', settings: ['i18n.logOutputEncoding=UTF-16', 'i18n.commitEncoding=latin1'] },
  { name: 'short ids and plain paths', settings: ['core.quotePath=false', 'core.abbrev=4', 'core.disambiguate=blob'] },
  { name: 'a monitor of files', settings: ['core.fsmonitor=PROGRAM', 'core.untrackedCache=true'], fires: ['status'] },
  {
    name: 'hooks elsewhere',
    settings: ['core.hooksPath=OUTSIDE/hooks'],
    layout: (place) => putHooks(place, '../hooks'),
    fires: ['update-ref', 'refs/heads/other', 'HEAD'],
    onlyReading: true,
  },
  {
    name: 'pagers, editors and aliases',
    settings: [
      'core.pager=PROGRAM',
      'pager.log=PROGRAM',
      'core.editor=PROGRAM',
      'alias.log=!PROGRAM',
      'alias.x=!PROGRAM',
    ],
    fires: ['x'],
  },
  {
    name: 'ways to remotes',
    settings: [
      'core.sshCommand=PROGRAM',
      'core.gitProxy=PROGRAM',
      'core.askPass=PROGRAM',
      'credential.helper=!PROGRAM',
      'remote.origin.url=ssh://x.example/y',
    ],
    fires: ['fetch'],
  },
  {
    name: 'missing objects, promised by a command',
    settings: [
      'protocol.ext.allow=always',
      'remote.evil.url=ext::PROGRAM',
      'remote.evil.promisor=true',
      'url.ext::PROGRAM.insteadOf=https://',
    ],
    local: ['extensions.partialClone=evil', 'core.repositoryFormatVersion=1'],
    fires: ['cat-file', '-p', '1'.repeat(40)],
  },
  {
    name: 'programs that check signatures',
    settings: [
      'gpg.program=PROGRAM',
      'gpg.openpgp.program=PROGRAM',
      'gpg.ssh.program=PROGRAM',
      'gpg.minTrustLevel=never',
    ],
    local: ['gpg.ssh.allowedSignersFile=OUTSIDE/gitconfig', 'gpg.ssh.revocationFile=OUTSIDE/none'],
    fires: ['log', '--format=%G?'],
  },
  {
    name: 'filters',
    settings: [
      'core.attributesFile=OUTSIDE/attributes',
      'filter.evil.clean=PROGRAM filter',
      'filter.evil.smudge=PROGRAM filter',
      'filter.a.b.process=PROGRAM process',
      'filter.a.b.required=true',
    ],
    layout: ({ write }) => write({ '../attributes': '* filter=evil\n*.txt filter=a.b\n' }),
    fires: ['diff'],
    onlyReading: true,
  },
  {
    name: 'other line ends',
    settings: ['core.attributesFile=OUTSIDE/attributes', 'core.safecrlf=warn'],
    layout: ({ write }) => write({ '../attributes': '* text=auto eol=lf ident export-ignore\n' }),
  },
  {
    name: 'the look of the status',
    settings: ['status.showUntrackedFiles=no', 'status.renames=copies', 'status.short=true', 'status.branch=true'],
  },
  { name: 'conflicts with their base', settings: ['merge.conflictStyle=diff3', 'merge.renames=false'] },
  { name: 'another working tree', local: ['core.worktree=OUTSIDE'] },
  { name: 'no working tree', local: ['core.bare=true'] },
  {
    name: 'settings that the checkout holds',
    local: ['include.path=../hostile.gitconfig'],
    layout: ({ git, write, hide }) => {
      write({ '.gitattributes': '* filter=evil\n' });
      const programs = ['diff.external', 'core.fsmonitor', 'core.sshCommand', 'gpg.program', 'filter.evil.clean'];
      for (const name of programs) git('config', '--file', 'hostile.gitconfig', name, '../program filter');
      git('config', '--file', 'hostile.gitconfig', 'diff.orderFile', 'none');
      git('config', '--file', 'hostile.gitconfig', 'trailer.rsn.key', 'Reason: ');
      hide('hostile.gitconfig', '.gitattributes');
    },
    fires: ['status'],
    onlyReading: true,
  },
  {
    name: 'how files are compared',
    settings: ['core.checkStat=minimal', 'core.trustctime=false', 'core.fileMode=false', 'core.ignoreCase=true'],
  },
  {
    name: 'sizes and threads',
    settings: ['core.bigFileThreshold=1', 'index.threads=3', 'index.version=4', 'feature.manyFiles=true'],
  },
  { name: 'any bare repository', settings: ['safe.bareRepository=all', 'safe.directory=*'] },
  {
    name: 'traces',
    global: [
      'trace2.eventTarget=OUTSIDE/events',
      'trace2.normalTarget=2',
      'trace2.perfTarget=2',
      'trace2.envVars=HOME',
    ],
  },
  { name: 'templates of messages', settings: ['commit.template=OUTSIDE/none', 'commit.cleanup=scissors'] },
  {
    name: 'notes in the log',
    settings: ['notes.displayRef=*', 'core.notesRef=refs/notes/x'],
    layout: ({ git }) =>
      void git('-c', 'user.name=x', '-c', 'user.email=x@y', 'notes', '--ref', 'x', 'add', '-m', 'Reason: x'),
  },
  {
    name: 'other orders of refs',
    settings: ['branch.sort=-committerdate', 'tag.sort=-version:refname', 'transfer.hideRefs=refs/heads'],
  },
  {
    name: 'upkeep at every turn',
    settings: ['gc.auto=1', 'gc.pruneExpire=now', 'core.splitIndex=true', 'core.logAllRefUpdates=always'],
  },
];

testHostile('settings', settings);
