import type { Project } from '../../project/project.ts';
import { projectRule } from '../rule.ts';

export const duplicateKey = projectRule({
  id: 'duplicate-key',
  group: 'identity',
  summary: 'Two files have the same key, or keys that differ only in case.',
  why: 'A flag has one definition. Of two files only the first is used, so a change to the other does nothing, and nobody sees why. Some file systems keep only one of two names that differ in case, so keys must differ in more.',
  severity: 'error',
  apart: 'if-silent',
  messages: {
    duplicate: {
      text: 'the {kind} "{key}" is defined twice',
      label: 'not used',
      help: 'remove one of the two files, or rename one: the file name is the key',
    },
    case: {
      text: 'the {kind}s "{key}" and "{other}" differ only in case',
      help: 'rename one of the two: some file systems keep only one of them',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'browse/fast-search': 'environments: { production: true }\n',
          'search/fast-search': 'environments: { production: false }\n',
        },
        message: 'duplicate',
      },
      {
        segments: { 'people/staff': '', staff: '' },
        flags: {
          'fast-search':
            'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }\n',
        },
        message: 'duplicate',
      },
      { flags: { 'fast-search': '', 'search/Fast-Search': '' }, message: 'case' },
    ],
    good: [
      {
        segments: { search: '' },
        flags: {
          search:
            'environments:\n  production: { enabled: true, rules: [{ name: first, when: { segment: search }, serve: on }], otherwise: off }\n',
          'fast-search': '',
        },
      },
    ],
  },
  check({ project, report }) {
    for (const { kind, key, file } of project.duplicates) {
      const first = (kind === 'flag' ? project.flags : project.segments).get(key);
      const related = first && [{ message: 'this one is used', at: wholeFile(first.file) }];
      report(wholeFile(file), { message: 'duplicate', data: { kind, key }, ...(related && { related }) });
    }
    for (const { kind, key, other, file, first } of differingInCase(project)) {
      const related = [{ message: `the other ${kind}`, at: wholeFile(first) }];
      report(wholeFile(file), { message: 'case', data: { kind, key, other }, related });
    }
  },
});

/** Keys that differ from an earlier one of their kind only in case, with that one. */
function* differingInCase({ flags, segments }: Project): Generator<{
  readonly kind: 'flag' | 'segment';
  readonly key: string;
  readonly other: string;
  readonly file: string;
  readonly first: string;
}> {
  for (const kind of ['flag', 'segment'] as const) {
    const map: ReadonlyMap<string, { readonly file: string }> = kind === 'flag' ? flags : segments;
    const seen = new Map<string, string>();
    for (const key of map.keys()) {
      const folded = key.toLowerCase();
      const other = seen.get(folded);
      if (other === undefined) seen.set(folded, key);
      else yield { kind, key, other, file: map.get(key)?.file ?? '', first: map.get(other)?.file ?? '' };
    }
  }
}

/** The name of the file's first field stands for the file, so that a comment above it can suppress. */
function wholeFile(file: string): { file: string; path: []; part: 'key' } {
  return { file, path: [], part: 'key' };
}
