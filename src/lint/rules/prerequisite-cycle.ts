import { dependencyGraph } from '../../graph/dependency-graph.ts';
import type { ValuePlace } from '../../diagnostic/problem.ts';
import { cycleReports } from '../cycle-report.ts';
import { projectRule } from '../rule.ts';

export const prerequisiteCycle = projectRule({
  id: 'prerequisite-cycle',
  group: 'dependencies',
  summary: 'Flags are prerequisites of each other.',
  why: 'A flag that needs itself, directly or through others, has no answer: every flag of the cycle fails when it is evaluated.',
  severity: 'error',
  apart: 'always',
  messages: {
    cycle: {
      text: 'prerequisites form a cycle: {cycle}',
      label: 'leads back to {flag}',
      help: 'remove one of these prerequisites',
    },
    self: { text: '{flag} is its own prerequisite', label: 'the flag itself', help: 'remove this prerequisite' },
  },
  examples: {
    bad: [
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: new-checkout-ui\n',
          'new-checkout-ui': 'prerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'prerequisites:\n  - flag: express-checkout\n',
        },
        message: 'cycle',
      },
      { flags: { 'express-checkout': 'prerequisites:\n  - flag: express-checkout\n' }, message: 'self' },
    ],
    good: [
      {
        flags: {
          'express-checkout': 'prerequisites:\n  - flag: new-checkout-ui\n  - flag: payment-api-v2\n',
          'new-checkout-ui': 'prerequisites:\n  - flag: payment-api-v2\n',
          'payment-api-v2': 'tags: [payments]\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const graph = dependencyGraph(project);
    const placeOf = ({ from, entry }: { from: number; entry: number }): ValuePlace => {
      const file = project.flags.get(graph.nodes[from]!.key)!.file;
      return { file, path: ['prerequisites', entry, 'flag'] };
    };
    for (const { keys, text, at, related } of cycleReports(graph, 'prerequisite', placeOf)) {
      const flag = keys[0]!;
      if (keys.length === 1) report(at, { message: 'self', data: { flag } });
      else report(at, { message: 'cycle', data: { cycle: text, flag }, related });
    }
  },
});
