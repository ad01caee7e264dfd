import { manifestWith } from '../example-rules.ts';
import { codeRule } from '../rule.ts';
import { unreadFiles } from '../unread.ts';

const files = manifestWith('code: { include: [src], aliases: [camelCase] }\n');

export const unusedFlag = codeRule({
  id: 'unused-flag',
  group: 'code',
  summary: 'No code uses a flag.',
  why: 'A flag that no code asks for decides nothing: its code was removed and the flag forgotten, or the code spells its key in another way. Whoever switches it believes that something happens. The rule searches the files that `code` in flagwright.yaml names for the key and its aliases.',
  severity: 'warning',
  messages: {
    unused: {
      text: 'no code uses {flag}',
      label: 'decides nothing; owner {owner}',
      help: '`flagwright retire {flag}` removes it; if code builds its key, write the key out in a comment there',
    },
  },
  examples: {
    bad: [{ flags: { 'fast-search': '' }, files: { ...files, 'src/search.py': "is_enabled('slow-' + search)\n" } }],
    good: [
      { flags: { 'fast-search': '' }, files: { ...files, 'src/search.js': "if (isEnabled('fast-search')) go();\n" } },
      { flags: { 'fast-search': '' }, files: { ...files, 'src/search.py': 'if flags.fastSearch:\n    go()\n' } },
      { flags: { 'fast-search': '' } },
    ],
  },
  check({ project, usage, report }) {
    const unread = unreadFiles(project);
    for (const flag of project.flags.values()) {
      if ((usage.references.get(flag.key)?.length ?? 0) > 0 || unread.has(flag.file)) continue;
      const data = { flag: flag.key, owner: flag.owner ?? 'unknown' };
      report({ file: flag.file, path: ['description'], part: 'key' }, { message: 'unused', data });
    }
  },
});
