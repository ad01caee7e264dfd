import { fileRule } from '../rule.ts';
import { writtenRules } from '../targeting.ts';

export const duplicateRule = fileRule({
  id: 'duplicate-rule',
  summary: 'Two targeting rules of one environment have the same name.',
  why: 'The name is how history, merges, rollbacks and explanations tell rules apart. With two of one name, a change of the second is shown as, or merged into, the first.',
  severity: 'error',
  kinds: ['flag'],
  messages: {
    duplicate: {
      text: 'two rules of {environment} are named "{name}"',
      label: 'named again',
      help: 'give each rule of an environment a name of its own, such as "{name}-2"',
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
      },
    ],
    good: [
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
  check({ document, report }) {
    const { file } = document;
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
