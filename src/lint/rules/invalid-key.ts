import { fileName } from '../../model/file-kind.ts';
import { isKey, keyForm, toKey } from '../../model/key.ts';
import { projectRule } from '../rule.ts';

export const invalidKey = projectRule({
  id: 'invalid-key',
  group: 'identity',
  summary: 'The file name is not a valid key.',
  why: 'Keys are typed into code, commands, URLs and commit messages, and are file names. The allowed form is safe in all of them.',
  severity: 'error',
  apart: 'always',
  messages: {
    invalid: {
      text: 'the name of this file gives the {kind} the key "{key}", which is not allowed',
      help: `rename the file; ${keyForm}`,
    },
  },
  examples: {
    bad: [
      { flags: { 'fast--search': '' } },
      { flags: { a: '' } },
      {
        segments: { 'my staff': '' },
        flags: {
          'fast-search':
            'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: my staff }, serve: on }], otherwise: off }\n',
        },
      },
    ],
    good: [{ flags: { 'fast-search': '', 'search.v2_beta': '', fastSearch2: '', ab: '' } }],
  },
  check({ project, report }) {
    for (const { kind, key, file } of project.files.values()) {
      if ((kind !== 'flag' && kind !== 'segment') || isKey(key)) continue;
      const better = toKey(key, project.manifest.keys);
      const help = better !== undefined && `rename the file to ${fileName(kind, better)}; ${keyForm}`;
      report({ file, path: [], part: 'key' }, { message: 'invalid', data: { kind, key }, ...(help && { help }) });
    }
  },
});
