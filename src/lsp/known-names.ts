import { rules } from '../lint/rules/index.ts';
import { projectEnvironments } from '../model/environments.ts';
import type { Project } from '../project/project.ts';
import type { RenamedKind } from './name-patterns.ts';

/** A name that may be written, and what it is. */
interface KnownName {
  readonly name: string;
  readonly detail: string;
}

/** The names that a project has for one kind of thing. */
export function namesFor(project: Project, kind: RenamedKind, scope: string): KnownName[] {
  const { flags, segments, owners, systems, manifest } = project;
  const named = (names: Iterable<string>, detail: string): KnownName[] =>
    Array.from(names, (name) => ({ name, detail }));
  switch (kind) {
    case 'flag':
      return Array.from(flags.values(), ({ key, type, owner }) => ({
        name: key,
        detail: `${type ?? 'flag'}, ${owner ?? ''}`,
      }));
    case 'segment':
      return named(segments.keys(), 'segment');
    case 'team':
      return Array.from(owners?.teams ?? [], ([name, team]) => ({ name, detail: team.name ?? 'team' }));
    case 'role':
      return named(owners?.roles.keys() ?? [], 'role');
    case 'system':
      return Array.from(systems?.systems ?? [], ([name, { status }]) => ({ name, detail: `${status} system` }));
    case 'environment':
      return projectEnvironments(project).map(({ name, critical }) => ({
        name,
        detail: critical ? 'critical environment' : 'environment',
      }));
    case 'attribute':
      return Object.entries(manifest.context?.attributes ?? {}).map(([name, { type }]) => ({ name, detail: type }));
    case 'type':
      return Object.entries(manifest.lifecycle).map(([name, { like }]) => ({
        name,
        detail: name === like ? 'type of flags' : `like ${like}`,
      }));
    case 'variant':
      return named(flags.get(scope)?.variants ?? [], `variant of ${scope}`);
    case 'lint-rule':
      return rules.map(({ id, summary }) => ({ name: id, detail: summary }));
    case 'rule':
      return [];
  }
}
