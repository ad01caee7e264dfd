import type { FlagLifecycle, LifecycleReport } from '../../commands/lifecycle/lifecycle.ts';
import { clip } from '../../diagnostic/printable.ts';
import { isoDate } from '../../diagnostic/relative-time.ts';
import { codeText, escapeText } from '../markdown.ts';
import { counted } from '../style.ts';
import { groupsOf } from './groups.ts';
import { stateSentences } from './state-words.ts';

/** More rows than this nobody reads in a chat or a comment. */
const mostRows = 200;

/** A list for a chat or a comment. Whatever a user wrote is shown as it is: no markup, no links, no mentions. */
export function lifecycleMarkdown(report: LifecycleReport): string {
  const { flags, total, missingHistory, now } = report;
  const count = flags.filter(({ states }) => states.length > 0).length;
  const verb = count === 1 ? 'needs' : 'need';
  const parts = [`### Flags: ${count} of ${counted(total, 'flag')} ${verb} a decision (${isoDate(now)})`];
  let left = mostRows;
  for (const { owner, contact, flags: group } of groupsOf(report)) {
    if (left === 0) break;
    const shown = group.slice(0, left);
    left -= shown.length;
    if (report.by !== 'owner') {
      parts.push(table(shown, report));
      continue;
    }
    const name = owner === undefined ? 'no owner' : escapeText(clip(owner, 200));
    const reach = contact === undefined ? '' : ` (${escapeText(clip(contact, 200))})`;
    parts.push(`**${name}**${reach}\n\n${shown.map((flag) => item(flag, report)).join('\n')}`);
  }
  if (flags.length > mostRows)
    parts.push(`and ${flags.length - mostRows} more; \`flagwright lifecycle\` shows them all`);
  if (missingHistory !== undefined) {
    parts.push(`Stale flags and extensions are not known: ${escapeText(clip(missingHistory, 300))}`);
  }
  return `${parts.join('\n\n')}\n`;
}

function item(flag: FlagLifecycle, report: LifecycleReport): string {
  return `- ${codeText(clip(flag.key, 200))}: ${words(flag, report)}`;
}

function table(flags: readonly FlagLifecycle[], report: LifecycleReport): string {
  const rows = flags.map((flag) => {
    const owner = flag.owner === undefined ? '' : escapeText(clip(flag.owner, 200));
    const expires = flag.expires === undefined ? '' : escapeText(clip(flag.expires, 50));
    return `| ${codeText(clip(flag.key, 200))} | ${words(flag, report)} | ${expires} | ${owner} |`;
  });
  return ['| Flag | What | Expires | Owner |', '| --- | --- | --- | --- |', ...rows].join('\n');
}

function words(flag: FlagLifecycle, report: LifecycleReport): string {
  return stateSentences(flag, report)
    .map((sentence) => escapeText(clip(sentence, 500)))
    .join('; ');
}
