import { reachable } from '../../graph/adjacency.ts';
import { dependencyGraph } from '../../graph/dependency-graph.ts';
import { projectRule } from '../rule.ts';
import { unreadFiles } from '../unread.ts';

const user =
  'environments:\n  production:\n    enabled: true\n    rules: [{ name: beta, when: { segment: beta-testers }, serve: on }]\n    otherwise: off\n';

export const unusedSegment = projectRule({
  id: 'unused-segment',
  group: 'targeting',
  summary: 'No flag uses a segment, directly or through another one.',
  why: 'It looks as if it decided who gets something. Whoever changes it changes nothing, and a rollout may have been forgotten.',
  severity: 'warning',
  messages: {
    unused: {
      text: 'no flag uses segment {segment}',
      label: 'decides nothing',
      help: 'remove the file, or use the segment in the rule it was written for',
    },
    onlyUnused: {
      text: 'segment {segment} is used only by segments that no flag uses',
      label: 'decides nothing',
      help: 'remove these segments together, or use one of them in the rule it was written for',
    },
  },
  examples: {
    bad: [
      { segments: { employees: '' }, message: 'unused' },
      {
        segments: { 'beta-testers': 'when: { segment: employees }\n', employees: '' },
        message: 'onlyUnused',
      },
    ],
    good: [
      { flags: { 'fast-search': user }, segments: { 'beta-testers': 'when: { segment: employees }\n', employees: '' } },
    ],
  },
  check({ project, report }) {
    const { flags, segments } = project;
    if (segments.size === 0) return;
    // A flag or segment that cannot be read may well be the one that uses it.
    for (const file of unreadFiles(project)) {
      if (['flag', 'segment'].includes(project.files.get(file)?.kind ?? '')) return;
    }
    const graph = dependencyGraph(project);
    const rows = graph.rows('segment');
    const used = reachable(
      rows,
      Array.from(flags.keys(), (_, node) => node),
    );
    const named = new Uint8Array(rows.size);
    for (const target of rows.targets) named[target] = 1;
    for (const { key, file } of segments.values()) {
      const node = graph.node('segment', key)!;
      if (used[node]) continue;
      const message = named[node] ? 'onlyUnused' : 'unused';
      report({ file, path: ['description'], part: 'key' }, { message, data: { segment: key } });
    }
  },
});
