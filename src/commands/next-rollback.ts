import type { RollbackPlan } from '../rollback/plan.ts';
import type { RollbackRequest } from '../rollback/request.ts';
import type { RollbackOptions } from './rollback.ts';

/** What stands for something that is still to be written. */
export const placeholder = '...';

/**
 * The command line that does what a preview shows, word by word, with an answer for everything that stands in the way
 * and can be answered. Dependents that lint would report are switched off with it. Commits stand for dates and names
 * that would mean something else later. `...` stands for what somebody has to write.
 */
export function nextCommand(options: RollbackOptions, plan: RollbackPlan, request: RollbackRequest): string[] {
  const { target } = request;
  const losesPrerequisite =
    plan.blockers.some(({ id }) => id === 'cascade') ||
    (!request.accept.includes('cascade') && plan.diagnostics.some(({ rule }) => rule === 'prerequisite-disabled'));
  const others = plan.blockers.filter(({ id, option }) => id !== 'cascade' && option !== undefined);
  const decided = plan.decisions.flatMap(({ id, chosen }) => (chosen === undefined ? [] : [`${id}=${chosen}`]));
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
