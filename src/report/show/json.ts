import type { EnvironmentState } from '../../workspace/flag-summary.ts';
import type { ShownTargeting } from '../../commands/show/flag-targeting.ts';
import type { RelatedFlag, ShowReport } from '../../commands/show/show.ts';
import { personJson } from '../changes.ts';
import { jsonText } from '../json.ts';
import { diagnosticJson } from '../lint/json.ts';
import { LintTexts } from '../lint/texts.ts';

/** The flag as data; see schemas/output/show.schema.json. */
export function showJson(report: ShowReport): string {
  const { command, flag, file, description = null, created = null, retire = null, review, fallback, version } = report;
  const { key, type = null, owner = null, criticality, expires = null, daysLeft = null } = flag;
  const texts = new LintTexts(report.texts);
  return jsonText({
    schemaVersion: 1,
    command,
    key,
    file,
    version: version
      ? {
          number: version.number,
          commit: version.commit,
          committedAt: new Date(version.committedAt).toISOString(),
          author: personJson(version.author),
        }
      : null,
    description,
    type,
    owner,
    contact: report.contact ?? null,
    criticality,
    created,
    expires,
    daysLeft,
    retire,
    review: review
      ? { every: review.every ?? null, last: review.last ?? null, daysLeft: review.daysLeft ?? null }
      : null,
    extensions: report.extensions,
    tags: report.tags,
    variants: report.variants,
    off: report.off,
    environments: Object.fromEntries(
      flag.environments.map(({ name }, index) => [name, targetingJson(report.targeting[index] as ShownTargeting)]),
    ),
    prerequisites: report.prerequisites.map(relatedJson),
    dependents: report.dependents.map(relatedJson),
    conflicts: report.conflicts.map(({ key: other, reason, environments }) => ({
      key: other,
      reason: reason ?? null,
      environments: statesJson(environments),
    })),
    fallback: fallback
      ? {
          flag: fallback.flag ?? null,
          system: fallback.system ?? null,
          reason: fallback.reason ?? null,
          environments: statesJson(fallback.environments),
        }
      : null,
    systems: report.systems.map(({ name, status = null }) => ({ name, status })),
    links: Object.fromEntries(report.links.map(({ name, url }) => [name, url])),
    diagnostics: report.diagnostics.map((diagnostic) => diagnosticJson(diagnostic, texts)),
  });
}

function targetingJson({ enabled, rules, otherwise, jsonLogic }: ShownTargeting): object {
  const named = rules.map(({ name, serve, from, until }) => ({
    name,
    serve: serve ?? null,
    from: from ?? null,
    until: until ?? null,
  }));
  return { enabled, rules: named, otherwise: otherwise ?? null, jsonLogic };
}

function relatedJson({ key, variants, reason, environments }: RelatedFlag): object {
  return { key, variants: variants ?? null, reason: reason ?? null, environments: statesJson(environments) };
}

function statesJson(states: readonly EnvironmentState[] | undefined): object | null {
  return states ? Object.fromEntries(states.map(({ name, enabled }) => [name, { enabled }])) : null;
}
