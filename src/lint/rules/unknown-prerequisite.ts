import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';

export const unknownPrerequisite = projectRule({
  id: 'unknown-prerequisite',
  group: 'dependencies',
  summary: 'A flag that does not exist is named: by a prerequisite, a conflict or a spec.',
  why: 'A prerequisite that does not exist is never met: the flag serves its off variant to everybody, whatever its environments say. A conflict or a spec with no flag protects nothing.',
  severity: 'error',
  apart: 'if-silent',
  messages: {
    prerequisite: { text: 'prerequisite "{key}" does not exist', label: 'no flag has this key' },
    conflict: { text: 'conflicting flag "{key}" does not exist', label: 'no flag has this key' },
    spec: { text: 'the flag of this spec, "{key}", does not exist', label: 'no flag has this key' },
  },
  examples: {
    bad: [
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: payment-api-v3\n',
          'payment-api-v2': 'tags: [payments]\n',
        },
        message: 'prerequisite',
      },
      {
        flags: { 'express-checkout': 'conflicts:\n  - flag: performance-mode\n' },
        message: 'conflict',
      },
      {
        flags: { 'express-checkout': 'tags: [checkout]\n' },
        files: {
          'express.spec.yaml':
            'flag: express\ncases:\n  - name: everybody has it\n    environment: production\n    context: { targetingKey: u-1 }\n    expect: { variant: on }\n',
        },
        message: 'spec',
      },
    ],
    good: [
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'tags: [payments]\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const { flags, specs } = project;
    const suggest = suggestions();
    const isUnknown = (key: string): boolean => key !== '' && !flags.has(key);
    for (const { key: own, file, prerequisites, conflicts } of flags.values()) {
      prerequisites.forEach(({ flag: key }, entry) => {
        if (!isUnknown(key)) return;
        const help = suggest(key, flags, own) ?? `create it with flagwright new ${key}, or remove this prerequisite`;
        report({ file, path: ['prerequisites', entry, 'flag'] }, { message: 'prerequisite', data: { key }, help });
      });
      conflicts.forEach((key, entry) => {
        if (!isUnknown(key)) return;
        const help = suggest(key, flags, own) ?? 'remove this conflict; flagwright list shows all flags';
        report({ file, path: ['conflicts', entry, 'flag'] }, { message: 'conflict', data: { key }, help });
      });
    }
    for (const { file, flag: key = '' } of specs) {
      if (!isUnknown(key)) continue;
      const help = suggest(key, flags) ?? 'remove the spec, or name one of the flags that flagwright list shows';
      report({ file, path: ['flag'] }, { message: 'spec', data: { key }, help });
    }
  },
});
