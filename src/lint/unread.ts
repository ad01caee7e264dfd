import type { Project } from '../project/project.ts';

/** Rules of files of which the content is not known, or only in part. */
const unreadRules: ReadonlySet<string> = new Set(['yaml-syntax', 'unreadable-file', 'file-too-large', 'linked-file']);

const made = new WeakMap<Project, ReadonlySet<string>>();

/** The files that could not be read as they are meant: they are reported already, so what they lack is not reported again. */
export function unreadFiles(project: Project): ReadonlySet<string> {
  let unread = made.get(project);
  if (!unread) {
    const files = new Set<string>();
    for (const { file, problems } of project.files.values()) {
      if (problems.some(({ rule }) => unreadRules.has(rule))) files.add(file);
    }
    made.set(project, (unread = files));
  }
  return unread;
}
