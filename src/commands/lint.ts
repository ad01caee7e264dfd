import type { Diagnostic, Severity } from '../diagnostic/diagnostic.ts';
import { lintInspector, lintProject, type LintResult } from '../lint/lint.ts';
import type { Setting } from '../lint/settings.ts';
import { loadProject } from '../project/load.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import type { Host } from './host.ts';
import { projectFolder } from './project-folder.ts';

export interface LintOptions {
  /** Report only what is in these files or folders, relative to the current folder. */
  readonly files: readonly string[];
  /** Rule id → severity. */
  readonly rules: Readonly<Record<string, Setting>>;
  /** The least severity that makes the answer no. */
  readonly failOn: Severity | 'never';
  /** More warnings than this make the answer no. */
  readonly maxWarnings: number | undefined;
}

export interface LintReport {
  readonly command: 'lint';
  readonly ok: boolean;
  readonly summary: LintSummary;
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files that diagnostics point into. */
  readonly texts: ReadonlyMap<string, string>;
}

export interface LintSummary {
  readonly files: number;
  readonly flags: number;
  readonly segments: number;
  readonly specs: number;
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly fixable: number;
}

/** Validates and lints the project. */
export async function lint(host: Host, options: LintOptions): Promise<LintReport> {
  const folder = projectFolder(host);
  const project = await loadProject(host.tree, folder, {
    inspector: () => lintInspector,
    store: host.store,
    toolVersion: host.toolVersion,
    onProgress: (done, total) => host.progress.update('reading', done, total),
  });
  const result = await lintProject(project, { now: host.clock.now().getTime(), overrides: options.rules });
  return report(project, await withTexts(project, result), options);
}

async function withTexts(project: Project, result: LintResult): Promise<LintResult> {
  const documents = new Map<string, Document>(result.documents);
  for (const { file, related } of result.diagnostics) {
    for (const path of [file, ...related.map((other) => other.file)]) {
      if (!documents.has(path)) documents.set(path, await project.document(path));
    }
  }
  return { ...result, documents };
}

function report(project: Project, { diagnostics, documents }: LintResult, options: LintOptions): LintReport {
  const count = (severity: Severity): number => diagnostics.filter((one) => one.severity === severity).length;
  const summary: LintSummary = {
    files: project.files.size,
    flags: project.flags.size,
    segments: project.segments.size,
    specs: project.specs.length,
    errors: count('error'),
    warnings: count('warning'),
    infos: count('info'),
    fixable: diagnostics.filter(({ fix }) => fix).length,
  };
  return {
    command: 'lint',
    ok: isOk(summary, options),
    summary,
    diagnostics,
    texts: new Map([...documents].map(([file, { text }]) => [file, text])),
  };
}

function isOk({ errors, warnings, infos }: LintSummary, { failOn, maxWarnings }: LintOptions): boolean {
  if (maxWarnings !== undefined && warnings > maxWarnings) return false;
  if (failOn === 'never') return true;
  const failing = { error: errors, warning: errors + warnings, info: errors + warnings + infos };
  return failing[failOn] === 0;
}
