import type { ValuePlace } from '../../diagnostic/problem.ts';
import { dependencyGraph } from '../../graph/dependency-graph.ts';
import { cycleReports } from '../cycle-report.ts';
import { referencePath } from '../../model/segment.ts';
import { projectRule } from '../rule.ts';

const user =
  'environments:\n  production:\n    enabled: true\n    rules: [{ name: beta, when: { segment: beta-testers }, serve: on }]\n    otherwise: off\n';

export const segmentCycle = projectRule({
  id: 'segment-cycle',
  group: 'targeting',
  summary: 'Segments are defined by each other.',
  why: 'Whether somebody is in a segment that is defined by itself cannot be decided: every flag that uses it fails when it is evaluated.',
  severity: 'error',
  apart: 'always',
  messages: {
    cycle: {
      text: 'segments form a cycle: {cycle}',
      label: 'leads back to {segment}',
      help: 'remove one of these segments from the condition of another',
    },
    self: {
      text: '{segment} is defined by itself',
      label: 'the segment itself',
      help: 'remove it from its own condition',
    },
  },
  examples: {
    bad: [
      {
        flags: { 'fast-search': user },
        segments: {
          'beta-testers': 'when: { segment: employees }\n',
          employees: 'when: { not: { segment: beta-testers } }\n',
        },
        message: 'cycle',
      },
      {
        flags: { 'fast-search': user },
        segments: { 'beta-testers': 'when: { segment: beta-testers }\n' },
        message: 'self',
      },
    ],
    good: [
      { flags: { 'fast-search': user }, segments: { 'beta-testers': 'when: { segment: employees }\n', employees: '' } },
    ],
  },
  check({ project, report }) {
    const graph = dependencyGraph(project);
    const placeOf = ({ from, entry }: { from: number; entry: number }): ValuePlace => {
      const { file, segments } = project.segments.get(graph.nodes[from]!.key)!;
      return { file, path: referencePath(segments[entry]!) };
    };
    for (const { keys, text, at, related } of cycleReports(graph, 'segment', placeOf)) {
      const segment = keys[0]!;
      if (keys.length === 1) report(at, { message: 'self', data: { segment } });
      else report(at, { message: 'cycle', data: { cycle: text, segment }, related });
    }
  },
});
