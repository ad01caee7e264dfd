import type { DiffReport } from '../../commands/diff/diff.ts';
import type { ChangedFile, MeaningDiff } from '../../workspace/meaning-diff.ts';
import type { Change } from '../../meaning/change.ts';
import { inReadingOrder, isOfTheWhole, wholeText } from '../changes.ts';
import { codeText, escapeText } from '../markdown.ts';
import { clip } from '../../diagnostic/printable.ts';
import { diffHeading } from './heading.ts';

/** More changes than this nobody reads in a comment. */
const mostRows = 200;
/** GitHub refuses a comment of more than 65,536 characters. */
const mostCharacters = 60_000;
/** Under more flags than this, each is folded. */
const mostOpen = 10;

/** A comment for a pull request. Whatever a user wrote is shown as it is: it makes no markup, no links, no mentions. */
export function diffMarkdown(report: DiffReport): string {
  const heading = `### Flagwright: ${diffHeading(report, (name) => escapeText(clip(name, 200)))}`;
  const { parts, left } = changeSections(report, mostCharacters);
  const more = left > 0 ? [`and ${left} more; \`flagwright diff\` shows them all`] : [];
  return `${[heading, ...parts, ...more].join('\n\n')}\n`;
}

/**
 * What has changed, a section for each flag, segment and governance file.
 * @param room in characters
 * @returns those that fit, and how many do not
 */
export function changeSections(diff: MeaningDiff, room: number): { readonly parts: string[]; readonly left: number } {
  const { flags, segments, governance } = diff;
  const parts: string[] = [];
  const sections = [
    ...flags.map((flag) => ({
      file: flag,
      title: [
        codeText(clip(flag.key, 200)),
        flag.owner === undefined ? '' : escapeText(clip(flag.owner, 200)),
        weight(flag.criticality),
      ],
      note: '',
    })),
    ...segments.map((segment) => ({
      file: segment,
      title: [codeText(clip(segment.key, 200)), 'segment'],
      note: usersNote(segment.flags),
    })),
    ...governance.map((file) => ({ file, title: [codeText(clip(file.file, 300)), '**governance**'], note: '' })),
  ];
  let [rows, size, left] = [0, 0, 0];
  for (const { file, title, note } of sections) {
    const text = section(
      { ...file, changes: inReadingOrder(file.changes, diff.environments) },
      title,
      note,
      sections.length > mostOpen,
    );
    rows += file.changes.length;
    size += text.length;
    if (left > 0 || rows > mostRows || size > room) left++;
    else parts.push(text);
  }
  return { parts, left };
}

function weight(criticality: string): string {
  const text = escapeText(clip(criticality, 50));
  return criticality === 'high' || criticality === 'critical' ? `**${text}**` : text;
}

function usersNote(users: readonly string[]): string {
  if (users.length === 0) return '';
  const shown = users.slice(0, 20).map((key) => codeText(clip(key, 200)));
  if (users.length > shown.length) shown.push(`${users.length - shown.length} more`);
  return `Changes who gets what of ${shown.join(', ')}.`;
}

const tags: Readonly<Record<ChangedFile['change'], string>> = {
  added: '**new**',
  removed: '**removed**',
  moved: 'moved',
  modified: '',
};

function section(file: ChangedFile, title: readonly string[], note: string, isFolded: boolean): string {
  const heading = [...title, tags[file.change]].filter((part) => part !== '').join(' · ');
  const sentences = file.changes.filter(isOfTheWhole).map((one) => escapeText(clip(wholeText(one), 1000)));
  const rows = file.changes.filter((one) => !isOfTheWhole(one)).map(row);
  const table = rows.length > 0 ? ['| Where | What | Change |', '| --- | --- | --- |', ...rows].join('\n') : '';
  const body = [...sentences, table].filter((part) => part !== '').join('\n\n');
  const parts = isFolded
    ? [`<details><summary>${asHtml(heading)}</summary>`, body, note, '</details>']
    : [`#### ${heading}`, body, note];
  return parts.filter((part) => part !== '').join('\n\n');
}

function row({ environment, subject, path, detail }: Change): string {
  const what = environment === undefined && subject === '' ? String(path.at(-1)) : subject;
  const cells = [environment === undefined ? '' : codeText(clip(environment, 200)), what, detail];
  const [where = '', ...texts] = cells;
  return `| ${[where, ...texts.map((text) => escapeText(clip(text, 500)))].join(' | ')} |`;
}

/** Inside of a summary no markup is read but HTML. */
function asHtml(heading: string): string {
  return heading
    .replace(/`([^`]*)`/g, (_, text: string) => `<code>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</code>`)
    .replace(/\*\*([^*]*)\*\*/g, '<b>$1</b>')
    .replace(/\\([\\`*_{}[\]()|~$])/g, '$1');
}
