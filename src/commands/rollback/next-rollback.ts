import type { Decision, RollbackPlan } from '../../rollback/plan/plan.ts';
import type { RollbackRequest } from '../../rollback/request.ts';
import type { NextCommand } from './rollback-report.ts';
import type { RollbackOptions } from './rollback-options.ts';

/** What stands for something that is still to be written. */
const placeholder = '...';

/** So many command lines can still be told apart. */
const mostCommands = 8;

/**
 * The command lines that do what a preview shows, with an answer for everything that stands in the way and can be
 * answered; one for each way to answer the decisions that are open. Dependents that lint would report are switched off
 * with it. Commits stand for dates and names that would mean something else later. `...` stands for what somebody has
 * to write.
 */
export function nextCommands(options: RollbackOptions, plan: RollbackPlan, request: RollbackRequest): NextCommand[] {
  return answersTo(plan.decisions.filter(({ chosen }) => chosen === undefined)).map((answers) => ({
    answers,
    words: wordsOf(options, plan, request, answers),
  }));
}

/** Every combination of answers; where those are too many, all first ones, all second ones, and so on. */
function answersTo(open: readonly Decision[]): NextCommand['answers'][] {
  const choices = open.map(({ id, options }) => options.map((one) => ({ id, answer: one.id, label: one.label })));
  const combinations = choices.reduce((product, some) => product * some.length, 1);
  if (combinations <= mostCommands) {
    return choices.reduce<NextCommand['answers'][]>(
      (found, some) => found.flatMap((answers) => some.map((answer) => [...answers, answer])),
      [[]],
    );
  }
  const most = Math.max(...choices.map(({ length }) => length));
  return Array.from({ length: most }, (_, at) => choices.flatMap((some) => some[Math.min(at, some.length - 1)] ?? []));
}

function wordsOf(
  options: RollbackOptions,
  plan: RollbackPlan,
  request: RollbackRequest,
  answers: NextCommand['answers'],
): string[] {
  const { target } = request;
  const losesPrerequisite =
    plan.blockers.some(({ id }) => id === 'cascade') ||
    (!request.accept.includes('cascade') && plan.diagnostics.some(({ rule }) => rule === 'prerequisite-disabled'));
  const answered = new Set(answers.map(({ id }) => id));
  const others = plan.blockers.filter(
    ({ id, option }) => id !== 'cascade' && option !== undefined && !answered.has(id),
  );
  const decided = [
    ...plan.decisions.flatMap(({ id, chosen }) => (chosen === undefined ? [] : [`${id}=${chosen}`])),
    ...answers.map(({ id, answer }) => `${id}=${answer}`),
  ];
  const isAccepted = (code: string): boolean => plan.risks.some((risk) => risk.code === code && risk.accepted);
  return [
    'flagwright',
    'rollback',
    ...(options.place ?? []),
    ...options.flags,
    ...valued('--to', options.to === undefined ? [] : [String(options.to)]),
    ...(target.kind === 'since' || target.kind === 'commit' ? [`--${target.kind}`, shortId(target.commit)] : []),
    ...(options.off ? ['--off'] : []),
    ...valued('--env', options.environments),
    ...(options.cascade || losesPrerequisite ? ['--cascade'] : []),
    ...valued('--accept', [...new Set(request.accept)].filter(isAccepted)),
    ...valued('--decide', decided),
    ...others.flatMap(({ option = '' }) => splitOption(option)),
    ...valued('--emergency', options.emergency === undefined ? [] : [options.emergency]),
    ...valued('--incident', options.incident === undefined ? [] : [options.incident]),
    ...valued('--approved-by', options.approvedBy),
    ...valued('--population', options.population === undefined ? [] : [options.population.file]),
    ...valued('--trailer', options.trailers),
    ...valued('--message', options.message === undefined ? [] : [options.message]),
    ...valued('--branch', options.branch === undefined ? [] : [options.branch]),
    ...(options.push ? ['--push'] : []),
    ...(options.verify ? [] : ['--no-verify']),
    '--expect-head',
    shortId(plan.base),
    '--apply',
    ...valued('--reason', [options.reason ?? placeholder]),
  ];
}

/** A value that begins as an option does is tied to its own. */
function valued(name: string, values: readonly string[]): string[] {
  return values.flatMap((value) => (value.startsWith('-') ? [`${name}=${value}`] : [name, value]));
}

function shortId(commit: string): string {
  return commit.slice(0, 12);
}

function splitOption(option: string): string[] {
  const at = option.indexOf(' ');
  return at < 0 ? [option] : [option.slice(0, at), option.slice(at + 1)];
}
