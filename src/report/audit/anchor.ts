import type { AnchorReport } from '../../commands/audit/anchor.ts';
import { jsonText } from '../json.ts';
import type { Style } from '../style.ts';

/** The hash, and what to do with it. */
export function anchorText({ ok, ref, anchor, previous, moved }: AnchorReport, { paint }: Style): string {
  if (!ok) {
    return `${[
      `${paint.bold.red('error')}: history was rewritten: ${ref} is at ${previous}, which is not an ancestor of the head ${anchor}`,
      `${paint.cyan('help')}: \`flagwright audit verify\` shows what is gone; once that is settled, git update-ref -d ${ref}`,
    ].join('\n')}\n`;
  }
  const what = moved
    ? `anchored ${ref}${previous === undefined ? '' : ` (was at ${previous.slice(0, 7)})`}`
    : `${ref} is at the head already`;
  return `${[
    what,
    '',
    `  ${paint.bold(anchor)}`,
    '',
    'Keep this hash where people who can write to the repository cannot change it, and check it with',
    `  flagwright audit verify --anchor ${anchor}`,
  ].join('\n')}\n`;
}

/** The same as data; see schemas/output/audit-anchor.schema.json. */
export function anchorJson({ command, ok, ref, anchor, previous, moved }: AnchorReport): string {
  return jsonText({ schemaVersion: 1, command, ok, ref, anchor, previous: previous ?? null, moved });
}
