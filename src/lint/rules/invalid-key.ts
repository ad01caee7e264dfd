import { fileName } from '../../model/file-kind.ts';
import { isKey, toKey } from '../../model/key.ts';
import { projectRule } from '../rule.ts';

export const invalidKey = projectRule({
  id: 'invalid-key',
  summary: 'The file name is no valid key.',
  why: 'Keys are typed into code, commands, URLs and commit messages, on file systems that do and do not tell upper from lower case. The allowed form is safe in all of them.',
  severity: 'error',
  messages: {
    invalid: {
      text: 'the name of this file gives the {kind} the key "{key}", which is not allowed',
      help: 'rename the file; keys are 3 to 100 lower-case letters and digits, joined by -, _ or .',
    },
  },
  examples: {
    bad: [
      { flags: { FastSearch: '' } },
      { flags: { ab: '' } },
      {
        segments: { 'my staff': '' },
        flags: {
          'fast-search':
            'environments:\n  production: { enabled: true, rules: [{ name: staff, when: { segment: my staff }, serve: on }], otherwise: off }\n',
        },
      },
    ],
    good: [{ flags: { 'fast-search': '', 'search.v2_beta': '' } }],
  },
  check({ project, report }) {
    for (const { kind, key, file } of project.files.values()) {
      if ((kind !== 'flag' && kind !== 'segment') || isKey(key)) continue;
      const better = toKey(key);
      const rule = 'keys are 3 to 100 lower-case letters and digits, joined by -, _ or .';
      const help = better !== undefined && `rename the file to ${fileName(kind, better)}; ${rule}`;
      report({ file, path: [], part: 'key' }, { message: 'invalid', data: { kind, key }, ...(help && { help }) });
    }
  },
});
