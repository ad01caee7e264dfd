import type { Problem } from '../diagnostic/problem.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';
import { meaningForLifecycle } from '../lifecycle/flag-past.ts';

/**
 * The problems without those of files that mean something else by now. What is remembered of files does not hold all
 * that they mean, so they are read; as they have to be anyway, for a problem to be shown.
 * @param documents what has been read already, and is read here
 */
export async function stillThere(
  project: Project,
  problems: readonly Problem[],
  documents: Map<string, Document>,
): Promise<readonly Problem[]> {
  const gone = new Set<Problem>();
  for (const problem of problems) {
    if (problem.meaning === undefined) continue;
    const { file } = problem.at;
    let meaning = project.findings?.recall(file, 'meaning');
    if (meaning === undefined) {
      const document = documents.get(file) ?? (await project.document(file));
      if (!project.findings) documents.set(file, document);
      meaning = meaningForLifecycle(document.value);
      project.findings?.keep(file, 'meaning', meaning);
    }
    if (meaning !== problem.meaning) gone.add(problem);
  }
  return gone.size === 0 ? problems : problems.filter((problem) => !gone.has(problem));
}
