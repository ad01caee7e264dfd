import type { Diagnostic, Location, RelatedLocation, Severity, Span } from '../diagnostic/diagnostic.ts';
import type { Place, Problem, ValuePlace } from '../diagnostic/problem.ts';
import type { FileFindings, Project } from '../project/project.ts';
import { spanAt, type Document } from '../source/document.ts';

/** A problem that has been weighed. */
export interface Weighed {
  readonly problem: Problem;
  readonly severity: Severity;
}

/** Files read side by side. */
const batch = 256;

/**
 * Turns the places of problems into spans, reading each file they are in once. The documents read stay in
 * `documents`, for reporters to show.
 */
export async function resolvePlaces(
  project: Project,
  weighed: readonly Weighed[],
  documents: Map<string, Document>,
): Promise<Diagnostic[]> {
  const open = new Map<string, ValuePlace[]>();
  const { findings } = project;
  const note = (place: Place): void => {
    if ('span' in place || documents.has(place.file)) return;
    if (findings?.recall(place.file, nameOf(place)) !== undefined) return;
    const known = open.get(place.file);
    if (known) known.push(place);
    else open.set(place.file, [place]);
  };
  for (const { problem } of weighed) {
    note(problem.at);
    problem.related?.forEach(({ at }) => note(at));
  }
  const files = [...open.keys()];
  for (let at = 0; at < files.length; at += batch) {
    // Side by side, as git then gives the files of a commit in one go.
    const read = await Promise.all(files.slice(at, at + batch).map((file) => project.document(file)));
    for (const document of read) {
      // Whoever keeps what is found out has no need of all the documents at once.
      if (!findings) documents.set(document.file, document);
      else for (const place of open.get(document.file) ?? []) keepSpan(findings, document, place);
    }
  }
  const locate = (place: Place): Location => {
    if ('span' in place) return { file: place.file, span: place.span };
    const known = findings?.recall(place.file, nameOf(place)) as Span | undefined;
    if (known) return { file: place.file, span: known };
    const document = documents.get(place.file);
    const span = document ? spanAt(document, place.path, place.part) : { start: 0, end: 0 };
    return { file: place.file, span };
  };
  return weighed.map(({ problem, severity }) => {
    const { rule, message, label, help, fix } = problem;
    const at = locate(problem.at);
    const file = project.files.get(at.file);
    const related: RelatedLocation[] = (problem.related ?? []).map((other) => ({
      ...locate(other.at),
      message: other.message,
    }));
    const flag = file?.kind === 'flag' ? file.key : undefined;
    return { rule, severity, message, label, help, ...at, flag, related, fix };
  });
}

function keepSpan(findings: FileFindings, document: Document, place: ValuePlace): void {
  findings.keep(place.file, nameOf(place), spanAt(document, place.path, place.part));
}

/** What the span of a place is called among what is found out of its file. */
function nameOf({ path, part = 'value' }: ValuePlace): string {
  return `${part} ${JSON.stringify(path)}`;
}
