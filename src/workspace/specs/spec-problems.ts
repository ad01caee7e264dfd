import type { Problem } from '../../diagnostic/problem.ts';
import { rules } from '../../lint/rules/index.ts';
import type { Project } from '../../project/project.ts';
import { spanAt, type Document } from '../../source/document.ts';
import type { Failure } from './tested-case.ts';

/** What keeps a spec from being run: errors of YAML and against the schema, whatever lint is set to say of them. */
export function specProblems(project: Project, document: Document): readonly Failure[] {
  const problems = project.files.get(document.file)?.problems ?? [];
  return problems.filter(isError).map(({ message, label, help, at }) => ({
    file: document.file,
    span: 'span' in at ? at.span : spanAt(document, at.path, at.part),
    field: undefined,
    message,
    label: label ?? '',
    help,
  }));
}

function isError({ rule, severity }: Problem): boolean {
  return (severity ?? rules.find(({ id }) => id === rule)?.severity ?? 'error') === 'error';
}
