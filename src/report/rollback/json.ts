import type { NextCommand, RollbackReport } from '../../commands/rollback/rollback-report.ts';
import type { AssessedRisk, Decision, HitFlag, RollbackPlan } from '../../rollback/plan/plan.ts';
import type { Carrier } from '../../rollback/carriers/carrier.ts';
import { commandLine } from '../command-line.ts';
import { commitJson } from '../commit-json.ts';
import { jsonText } from '../json.ts';
import { diagnosticJson } from '../lint/json.ts';
import { LintTexts } from '../lint/texts.ts';
import { flagsJson, segmentJson } from './flags-json.ts';

/** A rollback as data; see schemas/output/rollback.schema.json. */
export function rollbackJson(report: RollbackReport): string {
  const { command, ok, what, environments, plan, next, applied, refused } = report;
  const texts = new LintTexts(report.texts);
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    what,
    environments,
    base: plan.base,
    now: new Date(plan.now).toISOString(),
    risk: plan.risk,
    blocked: plan.blockers.length > 0,
    blockers: plan.blockers.map(({ id, message, option = null }) => ({ id, message, option })),
    flags: flagsJson(plan),
    segments: plan.restorations.filter(({ kind }) => kind === 'segment').map(segmentJson),
    impact: {
      dependents: plan.impact.dependents.map(dependentJson),
      systems: plan.impact.systems,
      owners: plan.impact.owners,
    },
    decisions: plan.decisions.map(decisionJson),
    carriers: plan.carriers.map(carrierJson),
    risks: plan.risks.map(riskJson),
    approvals: approvalsJson(plan),
    diagnostics: plan.diagnostics.map((diagnostic) => diagnosticJson(diagnostic, texts)),
    notes: plan.notes,
    files: [...plan.files.keys()],
    apply: next.length === 1 ? commandLine(next[0]?.words ?? []) : null,
    choices: next.length > 1 ? next.map(choiceJson) : [],
    applied: applied !== undefined,
    commit: commitJson(applied),
    refused: refused ? { reason: refused.reason, message: refused.message, help: refused.help } : null,
  });
}

function dependentJson({ key, depth, path, needs, owner, criticality, environments }: HitFlag): object {
  const states = Object.entries(environments).map(([name, { active, losesPrerequisite, dormant, switched }]) => [
    name,
    { active, losesPrerequisite: losesPrerequisite ?? null, dormant, switched: switched ?? null },
  ]);
  return {
    key,
    depth,
    path,
    needs,
    owner: owner ?? null,
    criticality,
    environments: Object.fromEntries(states) as object,
  };
}

function choiceJson({ answers, words }: NextCommand): object {
  return { answers: answers.map(({ id, answer }) => `${id}=${answer}`), apply: commandLine(words) };
}

function decisionJson({ id, code, flag, environment, question, options, chosen }: Decision): object {
  return {
    id,
    code,
    flag,
    environment,
    question,
    options: options.map((option) => ({ id: option.id, label: option.label })),
    chosen: chosen ?? null,
  };
}

function carrierJson({ flag, environment, lost, fallback, systems }: Carrier): object {
  return {
    flag,
    environment,
    lost,
    fallback: fallback ? { kind: fallback.kind, key: fallback.key, problem: fallback.problem ?? null } : null,
    systems: systems.map(({ key, status, capacity, load, verdict }) => ({
      key,
      status,
      capacity: capacity ?? null,
      load: load ?? null,
      verdict: verdict ?? null,
    })),
  };
}

function riskJson(risk: AssessedRisk): object {
  const { code, severity, flag, environment = null, message, evidence, remedy, accepted, blocks } = risk;
  return { code, severity, flag, environment, message, evidence, remedy, accepted, blocks };
}

function approvalsJson({ approvals }: RollbackPlan): object {
  return {
    required: approvals.map(({ rule, flag, environment, count, from, have }) => ({
      rule,
      flag,
      environment,
      count,
      from,
      have,
    })),
    have: [...new Set(approvals.flatMap(({ have }) => have))],
  };
}
