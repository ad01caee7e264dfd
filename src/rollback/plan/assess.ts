import { environmentOf } from '../../model/flag.ts';
import type { AssessedRisk, Blocker, Decision } from './plan.ts';
import type { RollbackRequest } from '../request.ts';
import { riskSeverities, type FoundRisk, type Risk, type RiskSeverity } from '../risk.ts';
import type { Situation } from '../situation.ts';

/** What the catalogue says of a situation. */
export interface Assessment {
  /** Worst first, then in the order of the catalogue. */
  readonly risks: readonly AssessedRisk[];
  /** The worst of them. */
  readonly risk: RiskSeverity | 'none';
  readonly decisions: readonly Decision[];
  readonly blockers: readonly Blocker[];
  /** What was accepted or decided and is not there. */
  readonly notes: readonly string[];
}

type Answers = Pick<RollbackRequest, 'accept' | 'decide'>;

/** Holds a situation against the catalogue: what may go wrong, what must be decided, and what stands in the way. */
export function assess(situation: Situation, catalogue: readonly Risk[], answers: Answers): Assessment {
  const critical = new Set(situation.environments.flatMap(({ name, critical: is }) => (is ? [name] : [])));
  const accepted = new Set(answers.accept);
  const leavesErrors = errorsStatedBy(situation, critical);
  const risks: AssessedRisk[] = [];
  const decisions: Decision[] = [];
  for (const risk of catalogue) {
    for (const found of risk.check(situation)) {
      const { question, others: _, severity: own = risk.severity, ...rest } = found;
      const isEased = found.environment !== undefined && !critical.has(found.environment);
      const severity = isEased ? eased(own) : own;
      const isAccepted = risk.acceptable && accepted.has(risk.code);
      const mustBeAccepted = severity === 'critical' || leavesErrors(risk, found);
      const blocks = risk.acceptable ? mustBeAccepted && !isAccepted : true;
      risks.push({ code: risk.code, ...rest, severity, accepted: isAccepted, blocks });
      if (question) decisions.push(decisionOf(risk.code, found, question, answers.decide));
    }
  }
  risks.sort((a, b) => riskSeverities.indexOf(a.severity) - riskSeverities.indexOf(b.severity));
  return {
    risks,
    risk: risks[0]?.severity ?? 'none',
    decisions,
    blockers: blockersOf(catalogue, risks, decisions),
    notes: [...unknownAnswers(catalogue, risks, decisions, answers)],
  };
}

/**
 * Whether a risk that is found states a lint error of a critical environment that the project does not have today. Such
 * an error has to be accepted: nobody should find it in the next build.
 */
function errorsStatedBy(
  { added, after }: Situation,
  critical: ReadonlySet<string>,
): (risk: Risk, found: FoundRisk) => boolean {
  const isOn = (key: string): boolean => {
    const flag = after.project.flags.get(key);
    return flag !== undefined && [...critical].some((name) => environmentOf(flag, name).enabled);
  };
  // Thousands of flags may have one each.
  const errors = new Map<string, Set<string>>();
  for (const { rule, severity, flag } of added) {
    if (severity !== 'error' || flag === undefined || !isOn(flag)) continue;
    errors.set(rule, (errors.get(rule) ?? new Set()).add(flag));
  }
  return ({ states = [] }, { flag, others = [], environment }) =>
    (environment === undefined || critical.has(environment)) &&
    states.some((rule) => [flag, ...others].some((key) => errors.get(rule)?.has(key)));
}

/** `medium` or more counts one step less where the environment is not critical. */
function eased(severity: RiskSeverity): RiskSeverity {
  return riskSeverities[Math.min(riskSeverities.indexOf(severity) + 1, riskSeverities.length - 1)] as RiskSeverity;
}

function decisionOf(
  code: string,
  { flag, environment = '' }: FoundRisk,
  { text, options }: NonNullable<FoundRisk['question']>,
  decide: Answers['decide'],
): Decision {
  const id = `${code}:${flag}:${environment}`;
  const answer = decide.get(id);
  const chosen = options.some((option) => option.id === answer) ? answer : undefined;
  return { id, code, flag, environment, question: text, options, chosen };
}

/** Why it may not be done: one line for each risk that is not accepted, and each decision that is open. */
function blockersOf(
  catalogue: readonly Risk[],
  risks: readonly AssessedRisk[],
  decisions: readonly Decision[],
): Blocker[] {
  const acceptable = new Set(catalogue.flatMap((risk) => (risk.acceptable ? [risk.code] : [])));
  const blockers: Blocker[] = [];
  const seen = new Set<string>();
  for (const { code, blocks, message } of risks) {
    if (!blocks || seen.has(code)) continue;
    seen.add(code);
    const others = risks.filter((one) => one.code === code && one.blocks).length - 1;
    blockers.push({
      id: code,
      message: others > 0 ? `${message} (and ${others} more)` : message,
      option: acceptable.has(code) ? `--accept ${code}` : undefined,
    });
  }
  for (const { id, question, options, chosen } of decisions) {
    if (chosen !== undefined) continue;
    const answers = options.map((option) => option.id).join('|');
    blockers.push({ id, message: question, option: `--decide ${id}=${answers}` });
  }
  return blockers;
}

function* unknownAnswers(
  catalogue: readonly Risk[],
  risks: readonly AssessedRisk[],
  decisions: readonly Decision[],
  { accept, decide }: Answers,
): Iterable<string> {
  for (const code of new Set(accept)) {
    const known = catalogue.find((risk) => risk.code === code);
    if (known?.acceptable === false) yield `${code} cannot be accepted: only its cause can be removed`;
    else if (!risks.some((risk) => risk.code === code)) yield `--accept ${code}: there is no such risk here`;
  }
  for (const [id, answer] of decide) {
    const decision = decisions.find((one) => one.id === id);
    if (!decision) yield `--decide ${id}: there is no such decision here`;
    else if (decision.chosen === undefined) {
      yield `--decide ${id}: "${answer}" is not one of the answers: ${decision.options.map((one) => one.id).join(' or ')}`;
    }
  }
}
