import { alternatives, didYouMean } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { LintResult } from '../../lint/lint.ts';
import { pointedTexts } from '../../lint/pointed-texts.ts';
import { projectEnvironments } from '../../model/environments.ts';
import type { Project } from '../../project/project.ts';
import { assess, type Assessment } from './assess.ts';
import { besideChanges, wantedBesides, withBesides } from './besides.ts';
import type { Beside } from '../effects/effects.ts';
import type { Present } from '../target/past.ts';
import type { RollbackPlan } from './plan.ts';
import { impactOf } from './plan-impact.ts';
import { releasedBy } from './released.ts';
import { removedSpecs } from '../target/removed-specs.ts';
import type { RollbackRequest } from '../request.ts';
import type { Restoration } from '../target/restoration.ts';
import type { Risk } from '../risk.ts';
import { situationOf, type PolicyFacts } from './situation-of.ts';
import type { Effect } from '../effects/effect.ts';
import type { RepositoryFacts, Situation } from '../situation.ts';
import { findTargets } from '../target/targets.ts';

/** What a plan is made from. Everything is read; nothing is written. */
export interface PlanInput {
  readonly present: Present;
  readonly request: RollbackRequest;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly catalogue: readonly Risk[];
  /** The project with files replaced. */
  readonly load: (files: ReadonlyMap<string, string>) => Promise<Project>;
  /** What lint says of a project and does not say of the present one. */
  readonly lintAdded: (project: Project) => Promise<Pick<LintResult, 'diagnostics' | 'documents'>>;
  /** What is known of the repository, for a plan that touches these files. */
  readonly repository: (paths: readonly string[]) => Promise<RepositoryFacts>;
  readonly policy: (effects: readonly Effect[], restorations: readonly Restoration[]) => PolicyFacts;
}

export interface PlannedRollback {
  readonly plan: RollbackPlan;
  /** Texts of the files, as they would be, that its diagnostics point into. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Thinks a rollback through: what comes back, what that does, who is hit, what may go wrong and what stands in the way.
 * @throws UserError if there is nothing to go back to, or an answer names what is not in the catalogue
 */
export async function makePlan(input: PlanInput): Promise<PlannedRollback> {
  const { present, request, now, catalogue } = input;
  requireCodes(request, catalogue);
  const all = projectEnvironments(present.project).map(({ name }) => name);
  const { restorations, notes } = await findTargets(present, request.target, {
    environments: request.environments,
    all,
  });
  const specs = await removedSpecs(present, request.target, restorations);
  const { files, besides, after, situation, assessment } = await settle(input, restorations, specs, all);
  const [repository, { diagnostics: added, documents }] = await Promise.all([
    input.repository([...files.keys()]),
    input.lintAdded(after),
  ]);
  const judged = assess({ ...situation, added, repository }, catalogue, request);
  const plan: RollbackPlan = {
    base: present.base,
    now,
    restorations,
    besides: await besideChanges(present.project, after, besides),
    effects: situation.effects,
    impact: impactOf(situation),
    carriers: situation.carriers,
    decisions: assessment.decisions,
    risks: judged.risks,
    risk: judged.risk,
    approvals: situation.approvals,
    diagnostics: added,
    blockers: restorations.length === 0 ? [] : judged.blockers,
    notes: [...notes, ...mentions(situation), ...judged.notes],
    files: await comparedFiles(present, files),
  };
  return { plan, texts: await pointedTexts(after, added, documents) };
}

interface Settled {
  readonly files: ReadonlyMap<string, string>;
  readonly besides: readonly Beside[];
  readonly after: Project;
  readonly situation: Situation;
  readonly assessment: Assessment;
}

/** Adds what the answers ask for until nothing more follows from it. Each turn adds a flag, so there is an end. */
async function settle(
  input: PlanInput,
  restorations: readonly Restoration[],
  specs: ReadonlyMap<string, string>,
  order: readonly string[],
): Promise<Settled> {
  const { present, request, now, catalogue } = input;
  let files: ReadonlyMap<string, string> = new Map([
    ...specs,
    ...restorations.map(({ path, text }) => [path, text] as const),
  ]);
  const besides: Beside[] = [];
  for (;;) {
    const after = await input.load(files);
    const situation = await situationOf({
      now,
      before: present.project,
      after,
      restorations,
      besides,
      request,
      added: [],
      repository: { edited: [], ahead: undefined },
      released: (effects) => releasedBy(present.history, present.project, effects),
      policy: (effects) => input.policy(effects, restorations),
    });
    const assessment = assess(situation, catalogue, request);
    const known = new Set(besides.map(({ flag, environment }) => `${flag} ${environment}`));
    const more = wantedBesides(situation, assessment.decisions, request.cascade).filter(
      ({ flag, environment }) => !known.has(`${flag} ${environment}`),
    );
    if (more.length === 0) return { files, besides, after, situation, assessment };
    besides.push(...more);
    files = await withBesides(after, files, more, order);
  }
}

function requireCodes({ accept }: RollbackRequest, catalogue: readonly Risk[]): void {
  const codes = catalogue.map(({ code }) => code);
  for (const code of accept) {
    if (codes.includes(code)) continue;
    throw new UserError(`no risk is called "${code}"`, didYouMean(code, codes) ?? `risks are: ${codes.join(', ')}`);
  }
}

/** Changes that decide who gets what; of the others only the names are told. */
const decidingKinds: ReadonlySet<string> = new Set(['state', 'targeting', 'variants', 'prerequisites']);

/** What is worth a word and no risk. */
function* mentions({ released, restorations }: Situation): Iterable<string> {
  for (const { key, staying } of restorations) {
    const deciding = staying.filter(({ kind }) => decidingKinds.has(kind));
    for (const { summary } of deciding) yield `${key}: was different then; it stays as it is: ${summary}`;
    const others = new Set(staying.flatMap(({ kind, path }) => (decidingKinds.has(kind) ? [] : String(path[0]))));
    if (others.size > 0)
      yield `${key}: ${alternatives([...others], 'and')} ${others.size > 1 ? 'stay as they are' : 'stays as it is'}`;
  }
  for (const { flag, environment, by, version, since } of released) {
    if (since) continue;
    yield `${flag} is off in ${environment} and in conflict with ${by}, but was off before it (version ${version})`;
  }
}

async function comparedFiles(present: Present, files: ReadonlyMap<string, string>): Promise<RollbackPlan['files']> {
  const compared = new Map<string, { before: string | undefined; after: string }>();
  for (const [path, after] of files) {
    const before = present.project.files.has(path) ? (await present.project.document(path)).text : undefined;
    if (before !== after) compared.set(path, { before, after });
  }
  return compared;
}
