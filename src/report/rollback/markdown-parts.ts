import type { RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import { LintTexts } from '../lint/texts.ts';
import { codeText } from '../markdown.ts';
import { capacityText, fallbackText, loadText, systemStatusText } from './carrier-words.ts';
import { changedIn, type Changed } from './changed.ts';
import { cut, moreText, namesText } from './cut.ts';
import { answerOption, chosenText } from './decisions.ts';
import { exposureChanges } from './exposure.ts';
import { hitText, hitWeight } from './hit-state.ts';
import { code, said } from './markdown-words.ts';
import { groupedRisks, type ShownRisk } from './risk-groups.ts';

/** An incident channel is read in a hurry. */
const most = 10;

/** What changes where, and for how many. */
export function changeTable(plan: RollbackPlan): string {
  const { shown, left } = cut(changedIn(plan), most);
  if (shown.length === 0) return '';
  const lines = ['| Where | What | Change | Exposure |', '| --- | --- | --- | --- |', ...shown.map(changeRow)];
  return left > 0 ? `${lines.join('\n')}\n\n${moreText(left)}` : lines.join('\n');
}

function changeRow({ environment, name, because, changes, effect }: Changed): string {
  const some = cut(changes, most);
  const texts = some.shown.map(({ what, how }) => said(what === 'state' ? how : `${what} ${how}`));
  if (some.left > 0) texts.push(`and ${some.left} more`);
  const shares = effect ? exposureChanges(effect) : [];
  const who = shares.length > 0 ? said(shares.join(', ')) : effect ? 'the same by key alone' : '';
  const where = environment === undefined ? 'definition' : code(environment);
  const what = because === '' ? code(name) : `${code(name)} ${because}`;
  return `| ${where} | ${what} | ${texts.join('<br>')} | ${who} |`;
}

/** The flags that are hit, worst first, then systems and teams. */
export function hitItems({ impact: { dependents, systems, owners } }: RollbackPlan): string[] {
  const { shown, left } = cut(
    [...dependents].sort((a, b) => hitWeight(b) - hitWeight(a)),
    most,
  );
  const lines = shown.map((one) => {
    const facts = [one.owner ?? '', one.criticality].filter((fact) => fact !== '').map(said);
    const through = one.path.length > 2 ? `, through ${one.path.slice(1, -1).slice(0, most).map(code).join(', ')}` : '';
    return `- ${code(one.key)} (${facts.join(', ')}): ${said(hitText(one))}${through}`;
  });
  if (left > 0) lines.push(`- ${moreText(left, 'flags')}`);
  if (systems.length > 0) lines.push(`- systems: ${said(namesText(systems))}`);
  if (owners.length > 0) lines.push(`- owners: ${said(namesText(owners))}`);
  return lines;
}

/** All open questions, with their answers. */
export function decisionItems({ decisions }: RollbackPlan): string[] {
  const open = decisions.filter(({ chosen }) => chosen === undefined);
  const settled = cut(
    decisions.filter(({ chosen }) => chosen !== undefined),
    most,
  );
  const lines = open.flatMap((one) => [
    `- [ ] ${said(one.question)}`,
    ...one.options.map(({ id, label }) => `  - ${said(label)}: ${codeText(answerOption(one, id))}`),
  ]);
  for (const one of settled.shown) lines.push(`- [x] ${said(one.question)} ${said(chosenText(one))}`);
  return settled.left > 0 ? [...lines, `- ${moreText(settled.left)}`] : lines;
}

/** What takes over, and whether it can. */
export function carrierItems({ carriers }: RollbackPlan): string[] {
  const { shown, left } = cut(carriers, most);
  const lines = shown.flatMap((one) => {
    const some = cut(one.systems, most);
    const systems = some.shown.map((system) => {
      const facts = [systemStatusText(system), capacityText(system), loadText(system)].filter((fact) => fact !== '');
      return `  - ${code(system.key)}: ${said(facts.join(', '))}`;
    });
    const more = some.left > 0 ? [`  - ${moreText(some.left, 'systems')}`] : [];
    return [`- ${code(one.flag)} in ${code(one.environment)}: ${said(fallbackText(one))}`, ...systems, ...more];
  });
  return left > 0 ? [...lines, `- ${moreText(left)}`] : lines;
}

/** Risks, worst first; those that stand in the way in bold. */
export function riskTable(plan: RollbackPlan): string {
  const { groups, left } = groupedRisks(plan);
  if (groups.length === 0) return '';
  const lines = ['| Risk | What | Way out |', '| --- | --- | --- |'];
  for (const { code: name, severity, shown, left: more } of groups) {
    const isBlocking = shown.some(({ blocks }) => blocks);
    const head = `${isBlocking ? `**${severity}**` : severity} ${code(name)}`;
    const whats = shown.map(riskCell);
    if (more > 0) whats.push(moreText(more));
    const ways = [...new Set(shown.flatMap((one) => one.ways))].map(said);
    lines.push(`| ${head} | ${whats.join('<br>')} | ${ways.join('<br>')} |`);
  }
  return left > 0 ? `${lines.join('\n')}\n\n${moreText(left, 'risks')}` : lines.join('\n');
}

function riskCell({ message, accepted, shownEvidence, evidenceLeft }: ShownRisk): string {
  const facts = evidenceLeft > 0 ? [...shownEvidence, `and ${evidenceLeft} more`] : shownEvidence;
  return [said(accepted ? `${message} (accepted)` : message), ...facts.map((fact) => `- ${said(fact)}`)].join('<br>');
}

/** What lint would say of the result. */
export function diagnosticItems({ plan: { diagnostics }, texts: sources }: RollbackReport): string[] {
  const texts = new LintTexts(sources);
  const { shown, left } = cut(diagnostics, most);
  const lines = shown.map(({ severity, rule, message, file, span }) => {
    const place = `${file}:${texts.position(file, span.start).line}`;
    return `- ${severity} ${code(rule)}: ${said(message)} (${code(place)})`;
  });
  return left > 0 ? [...lines, `- ${moreText(left)}`] : lines;
}
