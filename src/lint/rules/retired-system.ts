import { projectRule } from '../rule.ts';

export const retiredSystem = projectRule({
  id: 'retired-system',
  group: 'dependencies',
  summary: 'A flag affects a system that is retired.',
  why: 'Either the flag is left over and its code can go, or the system still runs and systems.yaml is wrong about it.',
  severity: 'error',
  apart: 'always',
  messages: {
    affected: {
      text: '{flag} affects {system}, which is retired',
      label: 'retired',
      help: 'remove {system} here, or retire {flag} if it affects nothing else',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': 'affects: [web, old-search]\n' },
        files: {
          'systems.yaml':
            'systems:\n  web: { owner: platform, status: active }\n  old-search: { owner: platform, status: retired }\n',
        },
      },
    ],
    good: [
      {
        flags: { 'fast-search': 'affects: [old-search]\n' },
        files: { 'systems.yaml': 'systems:\n  old-search: { owner: platform, status: legacy }\n' },
      },
    ],
  },
  check({ project: { flags, systems }, report }) {
    if (!systems) return;
    for (const { key, file, affects } of flags.values()) {
      affects.forEach((system, index) => {
        if (systems.systems.get(system)?.status !== 'retired') return;
        const at = { file: systems.file, path: ['systems', system, 'status'] };
        const related = [{ message: 'retired here', at }];
        report({ file, path: ['affects', index] }, { message: 'affected', data: { flag: key, system }, related });
      });
    }
  },
});
