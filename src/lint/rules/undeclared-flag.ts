import { didYouMean } from '../../diagnostic/suggest.ts';
import { manifestWith } from '../example-rules.ts';
import { codeRule } from '../rule.ts';

const files = manifestWith('code: { include: [src], calls: [openfeature, isFeatureOn] }\n');
const search = (key: string): string => `if client.get_boolean_value("${key}", False):\n    go()\n`;

export const undeclaredFlag = codeRule({
  id: 'undeclared-flag',
  group: 'code',
  summary: 'Code uses a flag that does not exist.',
  why: 'Code that asks for an unknown key always gets its own default, whatever is switched: the key is misspelt, or the flag was removed before its code. It knows the calls of OpenFeature, LaunchDarkly and Unleash; `code.calls` in flagwright.yaml names others, or fewer.',
  severity: 'error',
  messages: {
    undeclared: {
      text: '{call} asks for "{flag}", but no flag has this key',
      label: 'always gets the default of the code',
      help: 'add the flag, or remove this call; `code` in flagwright.yaml says where to look, and for which calls',
    },
  },
  examples: {
    bad: [
      { flags: { 'fast-search': '' }, files: { ...files, 'src/a.py': search('fast-search') + search('fast-serch') } },
      {
        flags: { 'fast-search': '' },
        files: { ...files, 'src/a.py': `${search('fast-search')}isFeatureOn("cart")\n` },
      },
    ],
    good: [
      { flags: { 'fast-search': '' }, files: { ...files, 'src/a.py': search('fast-search') } },
      { flags: { 'fast-search': '' }, files: { ...files, 'src/a.py': `${search('fast-search')}is_enabled("cart")\n` } },
    ],
  },
  check({ project, usage, report }) {
    for (const { key, call, file, start, end } of usage.undeclared) {
      const help = didYouMean(key, project.flags.keys());
      report({ file, span: { start, end } }, { message: 'undeclared', data: { call, flag: key }, help });
    }
  },
});
