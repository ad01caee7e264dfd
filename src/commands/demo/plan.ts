import { november } from './november.ts';
import { october } from './october.ts';
import { peakSeason } from './peak-season.ts';
import { spring } from './spring.ts';
import type { DemoPerson, DemoStep, StoryCommit } from './step.ts';

/** A commit to be made, with what it changes against its first parent. */
export interface PlannedCommit {
  readonly name: string | undefined;
  readonly author: DemoPerson;
  /** Seconds since 1970. */
  readonly date: number;
  /** `{NAME}` stands for the id of an earlier commit of that name. */
  readonly message: string;
  /** Places of the parents in the plan; the first of them is the first parent. */
  readonly parents: readonly number[];
  /** Content by path; `null` removes. */
  readonly files: ReadonlyMap<string, string | null>;
}

/** The last day of the story: seen from here, everything in it is as it is meant. */
export const storyEnds = '2026-11-22';

const folder = 'flags/';

/** Editors look for the schemas beside the example, where the demo has none. */
const schemaLine = /^# yaml-language-server: .*\n/;

/**
 * The history that leads to the example: its last tree is that of the example below `flags/`, without the lines that
 * tell editors of schemas.
 * @param example the files of flags.example by their paths in it
 * @throws Error if the story no longer fits the example
 */
export function demoPlan(
  example: ReadonlyMap<string, string>,
  story: readonly StoryCommit[] = [...spring, ...october, ...november, ...peakSeason],
): PlannedCommit[] {
  const texts = new Map([...example].map(([path, text]) => [path, text.replace(schemaLine, '')]));
  const changes = story.toReversed().map((commit) => undo(texts, commit));
  changes.reverse();
  if (texts.size > 0) throw new Error(`no commit adds ${[...texts.keys()].join(', ')}`);

  const heads = new Map<string, { at: number; files: Map<string, string | null> }>();
  let main = -1;
  return story.map((commit, at): PlannedCommit => {
    const { branch, merges, author, name } = commit;
    const side = branch === undefined ? undefined : heads.get(branch);
    const merged = merges === undefined ? undefined : heads.get(merges);
    const parent = side?.at ?? main;
    const own = changes[at] ?? new Map<string, string | null>();
    if (branch === undefined) main = at;
    else heads.set(branch, { at, files: new Map([...(side?.files ?? []), ...own]) });
    return {
      name,
      author,
      date: Date.parse(commit.date) / 1000,
      message: messageOf(commit),
      parents: [...(parent < 0 ? [] : [parent]), ...(merged ? [merged.at] : [])],
      files: inFolder(merged ? new Map([...merged.files, ...own]) : own),
    };
  });
}

/** What the files of a commit are after it; takes the texts back to what they were before. */
function undo(texts: Map<string, string>, { steps = [], subject }: StoryCommit): Map<string, string | null> {
  const after = new Map<string, string | null>();
  for (const step of steps.toReversed()) {
    const text = texts.get(step.path);
    if (!after.has(step.path)) after.set(step.path, text ?? null);
    const before = undone(step, text);
    if (before === undefined) throw new Error(`"${subject}" does not fit ${step.path}`);
    if (before === null) texts.delete(step.path);
    else texts.set(step.path, before);
  }
  return after;
}

function undone(step: DemoStep, text: string | undefined): string | null | undefined {
  if (step.kind === 'remove') return text === undefined ? step.text : undefined;
  if (text === undefined) return undefined;
  if (step.kind === 'add') return null;
  const parts = text.split(step.after);
  return parts.length === 2 ? parts.join(step.before) : undefined;
}

function messageOf({ subject, body, trailers = [] }: StoryCommit): string {
  return `${[subject, body, trailers.join('\n')].filter(Boolean).join('\n\n')}\n`;
}

function inFolder(files: ReadonlyMap<string, string | null>): Map<string, string | null> {
  return new Map([...files].map(([path, text]) => [folder + path, text]));
}
