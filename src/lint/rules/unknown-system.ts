import type { Place } from '../../diagnostic/problem.ts';
import type { Project } from '../../project/project.ts';
import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';

export const unknownSystem = projectRule({
  id: 'unknown-system',
  group: 'dependencies',
  summary: 'A system is named that is not in systems.yaml. A missing systems.yaml is reported once.',
  why: 'The owner of an unknown system is not told when a flag is rolled back, and its capacity as a fallback is not known.',
  severity: 'error',
  apart: 'if-silent',
  messages: { unknown: { text: 'system "{system}" does not exist', label: 'not in systems.yaml' } },
  examples: {
    bad: [
      { flags: { 'fast-search': 'affects: [web, serach]\n' } },
      { flags: { 'fast-search': 'fallback: { system: wbe }\n' } },
    ],
    good: [{ flags: { 'fast-search': 'affects: [web]\nfallback: { system: web }\n' } }],
  },
  check({ project, report }) {
    const suggest = suggestions();
    const known = project.systems?.systems ?? new Map<string, never>();
    const isRead = project.systems !== undefined && !(known.size === 0 && hasProblems(project));
    if (!isRead && hasFile(project)) return; // what is wrong with the file is reported there
    const uses = namedSystems(project, (system) => !known.has(system));
    if (!isRead) {
      const [first] = uses;
      if (!first) return;
      const { size } = new Set(uses.map(({ system }) => system));
      const others = size > 1 ? ` and the ${size - 1} other${size > 2 ? 's' : ''} that flags name` : '';
      const help = `this project has no systems.yaml: create it, with ${first.system}${others} under systems`;
      report(first.at, { message: 'unknown', data: { system: first.system }, help });
      return;
    }
    for (const { system, at } of uses) {
      const help = suggest(system, known) ?? `add ${system} to systems.yaml, or remove it here`;
      report(at, { message: 'unknown', data: { system }, help });
    }
  },
});

function namedSystems({ flags }: Project, take: (system: string) => boolean): { system: string; at: Place }[] {
  const uses: { system: string; at: Place }[] = [];
  const look = (system: string, file: string, path: (string | number)[]): void => {
    if (system !== '' && take(system)) uses.push({ system, at: { file, path } });
  };
  for (const { file, affects, fallback } of flags.values()) {
    affects.forEach((system, index) => look(system, file, ['affects', index]));
    look(fallback?.system ?? '', file, ['fallback', 'system']);
  }
  return uses;
}

function hasFile(project: Project): boolean {
  for (const { kind } of project.files.values()) if (kind === 'systems') return true;
  return false;
}

function hasProblems({ systems, files }: Project): boolean {
  return (files.get(systems?.file ?? '')?.problems.length ?? 0) > 0;
}
