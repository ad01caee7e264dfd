import type { Problem } from '../diagnostic/problem.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import type { CodeUsage } from '../usage/usage.ts';
import { toProblem } from './inspect.ts';
import type { CodeRule, Rule } from './rule.ts';

export interface CodeSearch {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** Undefined where code is not looked at. */
  readonly find: ((project: Project) => Promise<CodeUsage>) | undefined;
  /** The rules that do not run; those about code are added where they cannot. */
  readonly off: Set<string>;
  /** The files that diagnostics are in: code is added. */
  readonly documents: Map<string, Document>;
}

/** Runs the rules about code, if the manifest says where code is; it is read only if one of them is on. */
export async function problemsInCode(
  project: Project,
  rules: readonly Rule[],
  { now, find, off, documents }: CodeSearch,
): Promise<readonly Problem[]> {
  const ofCode = rules.filter((rule): rule is CodeRule => rule.scope === 'code');
  const running = ofCode.filter(({ id }) => !off.has(id));
  if (running.length === 0) return [];
  if (!find || project.manifest.code.include.length === 0) {
    // What suppresses them is not to be called unused.
    for (const { id } of running) off.add(id);
    return [];
  }
  const usage = await find(project);
  for (const [file, text] of usage.texts) {
    documents.set(file, { file, text, root: undefined, value: undefined, problems: [], mayHavePaddedNumber: false });
  }
  const problems: Problem[] = [];
  for (const rule of running) {
    rule.check({ project, now, usage, report: (at, report) => problems.push(toProblem(rule, at, report)) });
  }
  return problems;
}
