import { dependencyGraph } from '../../graph/dependency-graph.ts';
import type { ValuePlace } from '../../diagnostic/problem.ts';
import { cycleReports } from '../cycle-report.ts';
import { projectRule } from '../rule.ts';

export const fallbackCycle = projectRule({
  id: 'fallback-cycle',
  group: 'dependencies',
  summary: 'Flags fall back to each other.',
  why: 'Each of them counts on another to carry its traffic. When the last one goes off, nothing carries it any more.',
  severity: 'error',
  apart: 'always',
  messages: {
    cycle: {
      text: 'fallbacks form a cycle: {cycle}',
      label: 'leads back to {flag}',
      help: 'let one of them fall back to a system, or to a flag outside of the cycle',
    },
  },
  examples: {
    bad: [
      {
        flags: {
          'payment-api-v2': 'fallback: { flag: payment-api-v1 }\n',
          'payment-api-v1': 'fallback: { flag: payment-api-v2 }\n',
        },
      },
      {
        flags: {
          'search-v1': 'fallback: { flag: search-v3 }\n',
          'search-v2': 'fallback: { flag: search-v1 }\n',
          'search-v3': 'fallback: { flag: search-v2 }\n',
        },
      },
    ],
    good: [
      {
        flags: {
          'payment-api-v2': 'fallback: { flag: payment-api-v1 }\n',
          'payment-api-v1': 'fallback: { system: web }\n',
        },
      },
    ],
  },
  check({ project, report }) {
    const graph = dependencyGraph(project);
    const placeOf = ({ from }: { from: number }): ValuePlace => {
      const { file } = project.flags.get(graph.nodes[from]!.key)!;
      return { file, path: ['fallback', 'flag'] };
    };
    for (const { keys, text, at, related } of cycleReports(graph, 'fallback', placeOf)) {
      // That a flag is its own fallback is for `fallback-unavailable` to say.
      if (keys.length > 1) report(at, { message: 'cycle', data: { cycle: text, flag: keys[0]! }, related });
    }
  },
});
