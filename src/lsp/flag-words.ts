import { dependencyGraph } from '../graph/dependency-graph.ts';
import { ago, inDays } from '../diagnostic/relative-time.ts';
import { usersOf } from '../graph/impact.ts';
import { activityAt } from '../graph/activity.ts';
import { daysLeft } from '../lifecycle/days.ts';
import type { Flag } from '../model/flag.ts';
import { fields, text } from '../model/read.ts';
import { describeWhen } from '../meaning/describe-when.ts';
import { environmentNames } from '../workspace/flag-summary.ts';
import { flagState } from '../workspace/flag-state.ts';
import { readTargeting, type ShownServing } from '../commands/show/flag-targeting.ts';
import type { ProjectSession } from './project-session.ts';
import type { FlagVersion } from './flag-versions.ts';
import { counted } from '../report/style.ts';
import { markdownCode, markdownParagraph, plainText } from './words.ts';

/** What an environment serves: `on`, `on 25%, off 75%`. */
export function editorServedText(served: ShownServing | undefined): string {
  if (served === undefined || typeof served === 'string') return served ?? 'nothing';
  const total = Object.values(served).reduce((sum, weight) => sum + weight, 0);
  const parts = Object.entries(served).map(([variant, weight]) => `${variant} ${share(weight, total)}`);
  return parts.join(', ');
}

/** A weight as a share of the total, in percent with at most two digits behind the point. */
export function share(weight: number, total: number): string {
  return total > 0 ? `${Math.round((weight / total) * 10_000) / 100}%` : '0%';
}

/** The flags that need a flag directly, in the order of the project. */
export function dependentsOfFlag({ project }: ProjectSession, key: string): string[] {
  const graph = dependencyGraph(project);
  const node = graph.node('flag', key);
  if (node === undefined) return [];
  return [...new Set(graph.dependents(node, 'prerequisite').map(({ from }) => graph.nodes[from]!.key))];
}

/** The flags that use a segment, directly or through others. */
export function usersOfSegment({ project }: ProjectSession, key: string): string[] {
  return [...new Set(usersOf(dependencyGraph(project), key).map((user) => user.key))];
}

/** A flag in markdown: what it is, where it is on, until when, who changed it last, what needs it. */
export async function flagMarkdown(session: ProjectSession, flag: Flag): Promise<string> {
  const { project } = session;
  const value = fields((await project.document(flag.file)).value);
  const facts = [flag.type, flag.criticality, flag.owner].flatMap((fact) =>
    fact === undefined ? [] : [plainText(fact)],
  );
  const dependents = dependentsOfFlag(session, flag.key);
  const version = await session.versions.newest('flag', flag.key);
  const lines = [
    `**${plainText(flag.key)}**${facts.length > 0 ? ` — ${facts.join(', ')}` : ''}`,
    markdownParagraph(text(value.description) ?? ''),
    environmentsText(session, flag, value.environments),
    [editorExpiryText(flag, session.now()), version && editorVersionText(version, session.now())]
      .filter((one) => one !== undefined && one !== '')
      .join(' · '),
    dependents.length > 0 ? `Needed by ${markdownNames(dependents)}` : '',
  ];
  return lines.filter((line) => line !== '').join('\n\n');
}

/** `version 4, 3 days ago, Ada: Start the rollout`. */
export function editorVersionText({ number, commit }: FlagVersion, now: number): string {
  return `version ${number}, ${ago(commit.committedAt, now)}, ${plainText(commit.author)}: ${plainText(commit.subject)}`;
}

export function editorExpiryText({ expires }: Flag, now: number): string {
  const days = daysLeft(expires, now);
  if (expires === undefined || days === undefined) return '';
  return days < 0 ? `expired ${inDays(days)}` : `expires ${plainText(expires)}, ${inDays(days)}`;
}

/** The first few of a list of names. */
export function markdownNames(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map(markdownCode).join(', ');
  return names.length > most ? `${shown} and ${counted(names.length - most, 'other')}` : shown;
}

function environmentsText(session: ProjectSession, flag: Flag, blocks: unknown): string {
  const { project } = session;
  const activity = activityAt(dependencyGraph(project), session.now());
  const rows = environmentNames(project).map((name) => {
    const targeting = readTargeting(fields(blocks)[name], flag.variants);
    const state = flagState(flag, name, activity);
    const rules = targeting.rules.map((rule) => `${rule.name}: ${editorServedText(rule.serve)}`);
    const last = targeting.jsonLogic ? 'JsonLogic decides' : `otherwise ${editorServedText(targeting.otherwise)}`;
    const what = targeting.enabled ? [...rules.slice(0, 4), ...(rules.length > 4 ? ['…'] : []), last].join('; ') : '';
    return `| ${plainText(name)} | ${state} | ${plainText(what)} |`;
  });
  return rows.length === 0 ? '' : ['| environment | state | serves |', '|---|---|---|', ...rows].join('\n');
}

/** A condition in words. */
export function conditionText(when: unknown): string {
  return describeWhen(when);
}
