import type { Diagnostic } from '../diagnostic/diagnostic.ts';
import type { Project } from '../project/project.ts';
import type { Document } from '../source/document.ts';

/**
 * The texts of the files that diagnostics point into, by path.
 * @param known documents that need not be read again
 */
export async function pointedTexts(
  project: Project,
  diagnostics: readonly Diagnostic[],
  known: ReadonlyMap<string, Document> = new Map(),
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { file, related } of diagnostics) {
    for (const path of [file, ...related.map((other) => other.file)]) {
      if (!texts.has(path)) texts.set(path, (known.get(path) ?? (await project.document(path))).text);
    }
  }
  return texts;
}
