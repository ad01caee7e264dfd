import type { PrFlag, PrReport } from '../../commands/pr/pr.ts';
import type { RiskLevel } from '../../commands/pr/risk.ts';
import type { Diagnostic } from '../../diagnostic/diagnostic.ts';
import { clip } from '../../diagnostic/printable.ts';
import { changeSections } from '../diff/markdown.ts';
import { graphMermaid } from '../graph/mermaid.ts';
import { LintTexts } from '../lint/texts.ts';
import { codeText, escapeText } from '../markdown.ts';
import { commentTable } from '../comment-table.ts';
import { approvalTable, violationTable } from '../policy/markdown.ts';
import { contentsText, expiryText, exposureInWords, obstacles, reachOf } from './words.ts';

/** By this a bot finds the comment that it wrote before, to replace it. */
export const marker = '<!-- flagwright:pr -->';

/** GitHub refuses a comment of more than 65,536 characters. */
const mostCharacters = 60_000;

const signs: Readonly<Record<RiskLevel, string>> = { low: '🟢', medium: '🟡', high: '🟠', critical: '🔴' };

/**
 * A comment that a bot keeps up to date: what stands in the way first, then each flag in a row, details folded. Whatever a user
 * wrote is shown as it is: it makes no markup, no links, no mentions.
 */
export function prMarkdown(report: PrReport): string {
  const stops = obstacles(report);
  const verdict = stops.length === 0 ? '✅ Nothing stands in the way.' : `❌ **${stops.join(', ')}**`;
  const head = [marker, `### Flagwright: ${contentsText(report)}`, verdict].join('\n\n');
  const footer = rangeText(report);
  const sections = [
    flagTable(report),
    titled('New problems', diagnosticTable(report)),
    titled('Policy', violationTable(withoutApprovals(report))),
    titled('Approvals needed', approvalTable(report.approvals)),
    titled('Expiries', expiryTable(report)),
    folded('What changes', changesText(report)),
    folded('Who is reached', reachText(report)),
    folded('Neighbourhood', mermaidText(report)),
  ].filter((section) => section !== '');
  const parts = [head];
  let size = head.length + footer.length;
  let left = 0;
  for (const section of sections) {
    // Room for the pointer as well.
    if (size + section.length + 2 > mostCharacters - 200) left++;
    else {
      parts.push(section);
      size += section.length + 2;
    }
  }
  if (left > 0) parts.push(`${left === 1 ? 'One section is' : `${left} sections are`} too long for a comment: \`flagwright pr\` shows everything.`); // prettier-ignore
  return `${[...parts, footer].join('\n\n')}\n`;
}

function flagTable({ flags }: PrReport): string {
  const rows = flags.map(({ changed, risk, environments }) => {
    const reasons = risk.reasons.slice(0, 3).map(({ text }) => escapeText(clip(text, 300)));
    const exposures = environments.flatMap((one) => {
      const text = exposureInWords(one, '→');
      return text === '' ? [] : [`${codeText(clip(one.environment, 100))} ${escapeText(clip(text, 300))}`];
    });
    const name = `${codeText(clip(changed.key, 200))}${changed.change === 'modified' ? '' : ` **${changed.change}**`}`;
    const owner = changed.owner === undefined ? '' : escapeText(clip(changed.owner, 100));
    return `| ${name} | ${owner} | ${signs[risk.level]} ${risk.level} | ${reasons.join('<br>')} | ${exposures.join('<br>')} |`;
  });
  return commentTable(['Flag', 'Owner', 'Risk', 'Why', 'Exposure'], rows);
}

function diagnosticTable({ diagnostics, texts }: PrReport): string {
  const places = new LintTexts(texts);
  const row = ({ severity, rule, message, help, file, span }: Diagnostic): string => {
    const weight = severity === 'error' ? '**error**' : severity;
    const said = [message, ...(help === undefined ? [] : [`help: ${help}`])].map((one) => escapeText(clip(one, 500)));
    const place = codeText(`${clip(file, 300)}:${places.position(file, span.start).line}`);
    return `| ${weight} | ${place} | ${said.join('<br>')} | ${codeText(rule)} |`;
  };
  return commentTable(['Severity', 'Place', 'Problem', 'Rule'], diagnostics.map(row));
}

function withoutApprovals({ commits }: PrReport): PrReport['commits'] {
  return commits.map((one) => ({
    ...one,
    violations: one.violations.filter(({ code }) => code !== 'approvals-missing'),
  }));
}

function expiryTable({ expiries }: PrReport): string {
  const rows = expiries.map((one) => {
    const owner = one.owner === undefined ? '' : escapeText(clip(one.owner, 100));
    return `| ${codeText(clip(one.flag, 200))} | ${owner} | ${escapeText(clip(expiryText(one, '→'), 200))} |`;
  });
  return commentTable(['Flag', 'Owner', 'Expires'], rows);
}

function changesText({ meaning }: PrReport): string {
  const { parts, left } = changeSections(meaning, mostCharacters / 2);
  if (left > 0) parts.push(`and ${left} more; \`flagwright diff\` shows them all`);
  return parts.join('\n\n');
}

function reachText({ flags }: PrReport): string {
  const rows = flags.filter((flag) => flag.dependents.length + flag.systems.length > 0).map(reachRow);
  return commentTable(['Flag', 'Reaches'], rows);
}

function reachRow(flag: PrFlag): string {
  const texts = reachOf(flag).map(([name, keys]) => {
    const shown = keys.slice(0, 10).map((key) => codeText(clip(key, 200)));
    if (keys.length > shown.length) shown.push(`${keys.length - shown.length} more`);
    return `${name} ${shown.join(', ')}`;
  });
  return `| ${codeText(clip(flag.changed.key, 200))} | ${texts.join('<br>')} |`;
}

function mermaidText({ picture }: PrReport): string {
  return picture === undefined ? '' : `\`\`\`mermaid\n${graphMermaid(picture).trimEnd()}\n\`\`\``;
}

function rangeText({ base, head, includesWorkingTree, policyFrom }: PrReport): string {
  const judge = policyFrom === undefined ? 'no policy is in force' : `policy of ${codeText(policyFrom.slice(0, 7))}`;
  const more = includesWorkingTree ? ' and what is not committed yet' : '';
  const names = [base, head].map(({ name, commit }) => `${escapeText(clip(name, 100))} (${codeText(commit.slice(0, 7))})`); // prettier-ignore
  return `<sub>${names.join(' to ')}${more}; ${judge}</sub>`;
}

function titled(title: string, body: string): string {
  return body === '' ? '' : `#### ${title}\n\n${body}`;
}

function folded(title: string, body: string): string {
  return body === '' ? '' : `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}
