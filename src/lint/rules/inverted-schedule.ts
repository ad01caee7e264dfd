import type { Path } from '../../diagnostic/diagnostic.ts';
import { parseInstant } from '../../evaluate/dates.ts';
import type { FlagFile, PolicyFile } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';
import { writtenRules } from '../targeting.ts';

export const invertedSchedule = fileRule({
  id: 'inverted-schedule',
  group: 'targeting',
  summary: 'A period ends before it starts.',
  why: 'Such a rule or freeze is never in force, and nothing else says so: a launch does not happen, or the peak season is not protected.',
  severity: 'error',
  kinds: ['flag', 'policy'],
  messages: {
    rule: {
      text: 'rule "{name}" ends {relation} it starts',
      label: 'the end',
      help: 'correct one of the two dates; until comes after from',
    },
    extension: {
      text: 'an extension moves the expiry back, from {from} to {until}',
      label: 'the new expiry',
      help: 'from is the expiry before and until the one after; if they are swapped, swap them back',
    },
    freeze: {
      text: 'a freeze ends {relation} it starts',
      label: 'the end',
      help: 'correct one of the two dates; until comes after from',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'fast-search': `environments:
  production:
    enabled: true
    rules:
      - name: launch
        when: { attribute: country, equals: DE }
        from: 2026-12-01
        until: 2026-11-01
        serve: on
    otherwise: off
`,
        },
        message: 'rule',
      },
      {
        flags: {
          'fast-search': `type: release
extensions:
  - { on: 2026-11-20, from: 2026-12-10, until: 2026-11-10, reason: The partner delivers later than planned. }
`,
        },
        message: 'extension',
      },
      {
        files: {
          'policy.yaml': `freezes:
  - { from: 2027-12-18, until: 2027-01-02, environments: [production], reason: The peak season. }
`,
        },
        message: 'freeze',
      },
    ],
    good: [
      {
        flags: {
          'fast-search': `environments:
  production:
    enabled: true
    rules:
      - name: launch-day # a date as until is its last instant
        when: { attribute: country, equals: DE }
        from: 2026-12-01
        until: 2026-12-01
        serve: on
    otherwise: off
`,
        },
        files: {
          'policy.yaml': `freezes:
  - { from: 2026-12-18, until: 2027-01-02, environments: [production], reason: The peak season. }
`,
        },
      },
    ],
  },
  check({ document, kind, report }) {
    const { file } = document;
    const related = (path: Path, message: string) => [{ message, at: { file, path: [...path, 'from'] } }];
    const look = (from: string, until: string, path: Path, message: 'rule' | 'freeze', name = ''): void => {
      const start = parseInstant(from, 'start');
      const end = parseInstant(until, 'end');
      if (start === undefined || end === undefined || end > start) return;
      const relation = end === start ? 'the moment' : 'before';
      report([...path, 'until'], { message, data: { name, relation }, related: related(path, 'it starts here') });
    };
    if (kind === 'policy') {
      const { freezes } = document.value as PolicyFile;
      freezes?.forEach(({ from, until }, index) => look(from, until, ['freezes', index], 'freeze'));
      return;
    }
    for (const { environment, rules } of writtenRules(document)) {
      rules.forEach(({ name, from, until }, index) => {
        if (from === undefined || until === undefined) return;
        look(from, until, ['environments', environment, 'rules', index], 'rule', name);
      });
    }
    (document.value as FlagFile).extensions?.forEach(({ from, until }, index) => {
      const before = parseInstant(from, 'end');
      const after = parseInstant(until, 'end');
      if (before === undefined || after === undefined || after >= before) return;
      const path = ['extensions', index];
      const data = { from, until };
      report([...path, 'until'], { message: 'extension', data, related: related(path, 'the expiry before') });
    });
  },
});
