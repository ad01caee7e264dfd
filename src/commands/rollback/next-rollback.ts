import { optionWords, type RollbackOptions } from '../../rollback/options.ts';
import type { Blocker, Decision, RollbackPlan } from '../../rollback/plan/plan.ts';
import type { RollbackRequest } from '../../rollback/request.ts';
import type { NextCommand } from './rollback-report.ts';

/** What stands for something that is still to be written. */
const placeholder = '...';

/** So many command lines can still be told apart. */
const mostCommands = 8;

/**
 * The command lines that do what a preview shows, with an answer for everything that stands in the way and can be
 * answered; one for each way to answer the decisions that are open. Dependents that lint would report are switched off
 * with it; that some lose a part of a flag is accepted. Commits stand for dates and names that would mean something else later. `...` stands for what somebody has
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
  const { risks, blockers, decisions, diagnostics } = plan;
  const losesPrerequisite =
    !request.accept.includes('cascade') && diagnostics.some(({ rule }) => rule === 'prerequisite-disabled');
  const isSettled = (id: string): boolean => id === 'cascade' && losesPrerequisite;
  const standing = blockers.filter(({ id }) => !isSettled(id) && risks.some(({ code }) => code === id));
  const isAccepted = (code: string): boolean => risks.some((risk) => risk.code === code && risk.accepted);
  return [
    'flagwright',
    'rollback',
    ...(options.place ?? []),
    ...options.flags,
    ...optionWords({
      ...options,
      since: target.kind === 'since' ? shortId(target.commit) : undefined,
      commit: target.kind === 'commit' ? shortId(target.commit) : undefined,
      cascade: options.cascade || losesPrerequisite,
      accept: [...new Set([...request.accept.filter(isAccepted), ...standing.flatMap(acceptable)])],
      decide: [
        ...decisions.flatMap(({ id, chosen }) => (chosen === undefined ? [] : [`${id}=${chosen}`])),
        ...answers.map(({ id, answer }) => `${id}=${answer}`),
      ],
      expectHead: shortId(plan.base),
      apply: true,
      reason: options.reason ?? placeholder,
    }),
  ];
}

const acceptable = ({ id, option }: Blocker): string[] => (option === undefined ? [] : [id]);

function shortId(commit: string): string {
  return commit.slice(0, 12);
}
