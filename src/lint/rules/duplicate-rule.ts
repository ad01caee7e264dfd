import type { PolicyFile } from '../../schema/generated/files.ts';
import { fileRule } from '../rule.ts';
import { writtenRules } from '../targeting.ts';

export const duplicateRule = fileRule({
  id: 'duplicate-rule',
  group: 'targeting',
  summary: 'Two targeting rules of one environment have the same name, or two rules of the policy the same id.',
  why: 'The name is how history, merges, rollbacks and explanations tell rules apart. With two of one name, a change of the second is shown as, or merged into, the first. A violation names the rule of the policy by its id.',
  severity: 'error',
  kinds: ['flag', 'policy'],
  messages: {
    duplicate: {
      text: 'two rules of {environment} are named "{name}"',
      label: 'named again',
      help: 'give each rule of an environment a name of its own, such as "{name}-2"',
    },
    policy: {
      text: 'two rules have the id "{name}"',
      label: 'the same id again',
      help: 'give each rule of the policy an id of its own, such as "{name}-2"',
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
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: on }
      - { name: europe, when: { attribute: country, equals: NL }, serve: on }
    otherwise: off
`,
        },
        message: 'duplicate',
      },
      {
        files: {
          'policy.yaml': `rules:
  - { id: by-owner, when: { environments: [production] }, authors: [owner] }
  - { id: by-owner, when: { environments: [staging] }, authors: [owner] }
`,
        },
        message: 'policy',
      },
    ],
    good: [
      {
        files: {
          'policy.yaml': `rules:
  - { id: production-by-owner, when: { environments: [production] }, authors: [owner] }
  - { id: staging-by-owner, when: { environments: [staging] }, authors: [owner] }
`,
        },
      },
      {
        flags: {
          'fast-search': `environments:
  staging:
    enabled: true
    rules:
      - { name: europe, when: { attribute: country, in: [DE, FR, NL] }, serve: on }
    otherwise: off
  production:
    enabled: true
    rules:
      - { name: europe, when: { attribute: country, in: [DE, FR] }, serve: on }
      - { name: benelux, when: { attribute: country, equals: NL }, serve: on }
    otherwise: off
`,
        },
      },
    ],
  },
  check({ document, kind, report }) {
    const { file } = document;
    if (kind === 'policy') {
      const firsts = new Map<string, number>();
      (document.value as PolicyFile).rules?.forEach(({ id: name }, index) => {
        const first = firsts.get(name);
        if (first === undefined) {
          firsts.set(name, index);
          return;
        }
        const related = [{ message: 'first here', at: { file, path: ['rules', first, 'id'] } }];
        report(['rules', index, 'id'], { message: 'policy', data: { name }, related });
      });
      return;
    }
    for (const { environment, rules } of writtenRules(document)) {
      if (rules.length < 2) continue;
      const firsts = new Map<string, number>();
      rules.forEach(({ name }, index) => {
        const first = firsts.get(name);
        if (first === undefined) {
          firsts.set(name, index);
          return;
        }
        const pathOf = (rule: number) => ['environments', environment, 'rules', rule, 'name'];
        report(pathOf(index), {
          message: 'duplicate',
          data: { environment, name },
          related: [{ message: 'first named here', at: { file, path: pathOf(first) } }],
        });
      });
    }
  },
});
