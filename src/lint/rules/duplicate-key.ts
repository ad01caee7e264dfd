import { projectRule } from '../rule.ts';

export const duplicateKey = projectRule({
  id: 'duplicate-key',
  summary: 'Two files have the same key.',
  why: 'A flag has one definition. Of two files only the first is used, so a change to the other does nothing, and nobody sees why.',
  severity: 'error',
  messages: {
    duplicate: {
      text: 'the {kind} "{key}" is defined twice',
      label: 'not used',
      help: 'remove one of the two files, or rename one: the file name is the key',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'browse/fast-search': 'environments: { production: true }\n',
          'search/fast-search': 'environments: { production: false }\n',
        },
      },
      {
        segments: { 'people/staff': '', staff: '' },
        flags: {
          'fast-search':
            'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }\n',
        },
      },
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
  },
});

/** The name of the file's first field stands for the file, so that a comment above it can suppress. */
function wholeFile(file: string): { file: string; path: []; part: 'key' } {
  return { file, path: [], part: 'key' };
}
