import type { CodeLens } from 'vscode-languageserver';
import { ago } from '../diagnostic/relative-time.ts';
import { dependencyGraph } from '../graph/dependency-graph.ts';
import { activityAt } from '../graph/activity.ts';
import { fields } from '../model/read.ts';
import { findPair, type Pair } from '../source/node.ts';
import { environmentOf } from '../model/flag.ts';
import { flagState } from '../workspace/flag-state.ts';
import { readTargeting, type ShownTargeting } from '../commands/show/flag-targeting.ts';
import { dependentsOfFlag, editorExpiryText, editorServedText, usersOfSegment } from './flag-words.ts';
import type { File } from './place.ts';
import { rangeOf } from './text-ranges.ts';
import { counted } from '../report/style.ts';

/** What is shown above a flag, a segment, a team or a system, and above each environment of a flag. */
export async function codeLenses(file: File): Promise<CodeLens[]> {
  const { kind, document, text } = file;
  const { root } = document;
  if (root?.kind !== 'mapping') return [];
  const at = (span: { start: number; end: number }, title: string): CodeLens => ({
    range: rangeOf(text, span),
    command: { title, command: '' },
  });
  const pairsOf = (name: string): readonly Pair[] => {
    const value = findPair(root, name)?.value;
    return value?.kind === 'mapping' && !value.alias ? value.pairs : [];
  };
  const top = { start: root.start, end: root.start };
  const onKey = ({ keyStart: start, keyEnd: end, key }: Pair, title: string): CodeLens[] =>
    key === '' || title === '' ? [] : [at({ start, end }, title)];
  switch (kind) {
    case 'flag':
      return [
        ...(await flagTitles(file)).map((title) => at(top, title)),
        ...pairsOf('environments').flatMap((pair) => onKey(pair, environmentTitle(file, pair.key))),
      ];
    case 'segment':
      return (await segmentTitles(file)).map((title) => at(top, title));
    case 'owners': {
      const owned = countBy(file, (flag) => (flag.owner === undefined ? [] : [flag.owner]));
      return pairsOf('teams').flatMap((pair) => onKey(pair, `owns ${counted(owned.get(pair.key) ?? 0, 'flag')}`));
    }
    case 'systems': {
      const affecting = countBy(file, ({ affects }) => affects);
      return pairsOf('systems').flatMap((pair) =>
        onKey(pair, `affected by ${counted(affecting.get(pair.key) ?? 0, 'flag')}`),
      );
    }
    case 'manifest': {
      const enabled = countBy(file, (flag) =>
        Object.keys(flag.environments).filter((name) => environmentOf(flag, name).enabled),
      );
      return pairsOf('environments').flatMap((pair) =>
        onKey(pair, `${counted(enabled.get(pair.key) ?? 0, 'flag')} enabled`),
      );
    }
    default:
      return [];
  }
}

function countBy(
  { project }: File,
  names: (flag: Parameters<typeof environmentOf>[0]) => readonly string[],
): Map<string, number> {
  // prettier-ignore
  const counts = new Map<string, number>();
  for (const flag of project.flags.values()) {
    for (const name of new Set(names(flag))) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

async function flagTitles({ session, project, key }: File): Promise<string[]> {
  const flag = project.flags.get(key);
  const dependents = dependentsOfFlag(session, key).length;
  const ends = flag ? editorExpiryText(flag, session.now()) : '';
  return [
    await versionTitle('flag', session, key),
    dependents > 0 ? `needed by ${counted(dependents, 'flag')}` : 'needed by no flag',
    ...(ends === '' ? [] : [ends]),
  ];
}

async function segmentTitles({ session, key }: File): Promise<string[]> {
  const users = usersOfSegment(session, key).length;
  return [
    await versionTitle('segment', session, key),
    users > 0 ? `used by ${counted(users, 'flag')}` : 'used by no flag',
  ];
}

async function versionTitle(kind: 'flag' | 'segment', session: File['session'], key: string): Promise<string> {
  const version = await session.versions.newest(kind, key);
  if (!version) return 'not committed yet';
  const { number, commit } = version;
  return `version ${number}, ${ago(commit.committedAt, session.now())}, ${commit.author}`;
}

/** `on in production 25%`. */
function environmentTitle({ project, session, document, key }: File, name: string): string {
  const flag = project.flags.get(key);
  if (!flag) return '';
  const state = flagState(flag, name, activityAt(dependencyGraph(project), session.now()));
  const targeting = readTargeting(fields(fields(document.value).environments)[name], flag.variants);
  switch (state) {
    case 'off':
      return `off in ${name}`;
    case 'blocked':
      return `off in ${name}: a prerequisite is not met`;
    case 'expired':
      return `expired, still on in ${name}: ${whatIsServed(targeting)}`;
    default:
      return `on in ${name}: ${whatIsServed(targeting)}`;
  }
}

function whatIsServed({ rules, otherwise, jsonLogic }: ShownTargeting): string {
  if (jsonLogic) return `by JsonLogic, otherwise ${editorServedText(otherwise)}`;
  if (rules.length === 0) return editorServedText(otherwise);
  const first = rules.slice(0, 2).map(({ name, serve }) => `${name} ${editorServedText(serve)}`);
  const more = rules.length > 2 ? [counted(rules.length - 2, 'more rule')] : [];
  return [...first, ...more, `otherwise ${editorServedText(otherwise)}`].join('; ');
}
