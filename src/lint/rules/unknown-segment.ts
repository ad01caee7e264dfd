import { referencePath, type SegmentReference } from '../../model/segment.ts';
import { projectRule } from '../rule.ts';
import { suggestions } from '../suggestions.ts';

export const unknownSegment = projectRule({
  id: 'unknown-segment',
  group: 'targeting',
  summary: 'A condition names a segment that does not exist.',
  why: 'Nobody can say who is in the segment, so a flag that uses it fails when it is evaluated.',
  severity: 'error',
  apart: 'if-silent',
  messages: { unknown: { text: 'segment "{segment}" does not exist', label: 'no segment has this key' } },
  examples: {
    bad: [
      {
        flags: {
          'fast-search':
            'environments:\n  production:\n    enabled: true\n    rules:\n      - { name: internal, when: { segment: employes }, serve: on }\n      - { name: rest, when: { segment: employees }, serve: on }\n    otherwise: off\n',
        },
        segments: { employees: '' },
      },
      {
        flags: {
          'fast-search':
            'environments:\n  production:\n    enabled: true\n    rules: [{ name: beta, when: { segment: beta-testers }, serve: on }]\n    otherwise: off\n',
        },
        segments: { 'beta-testers': 'when: { any: [{ segment: staff }, { attribute: beta, equals: true }] }\n' },
      },
    ],
    good: [
      {
        flags: {
          'fast-search':
            'environments:\n  production:\n    enabled: true\n    rules: [{ name: internal, when: { segment: employees }, serve: on }]\n    otherwise: off\n',
        },
        segments: { employees: '' },
      },
    ],
  },
  check({ project: { flags, segments }, report }) {
    const suggest = suggestions();
    const look = (file: string, references: readonly SegmentReference[], own?: string): void => {
      for (const reference of references) {
        const { key: segment } = reference;
        if (segment === '' || segments.has(segment)) continue;
        const help = suggest(segment, segments, own) ?? `create ${segment}.segment.yaml, or name another segment`;
        report({ file, path: referencePath(reference) }, { message: 'unknown', data: { segment }, help });
      }
    };
    for (const { file, environments } of flags.values()) {
      for (const block of Object.values(environments)) look(file, block.segments);
    }
    for (const { key, file, segments: references } of segments.values()) look(file, references, key);
  },
});
