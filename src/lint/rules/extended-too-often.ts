import { withMove } from '../../lifecycle/expiry-moves.ts';
import { historyRule } from '../rule.ts';

const first = 'type: release\ncreated: 2026-09-14\nexpires: 2026-10-01\n';
const second = 'type: release\ncreated: 2026-09-14\nexpires: 2026-11-01\n';
const entry =
  'extensions:\n  - { on: 2026-09-28, from: 2026-10-01, until: 2026-11-01, reason: The load test was put off. }\n';
const entries =
  entry + '  - { on: 2026-10-30, from: 2026-11-01, until: 2026-12-07, reason: The load test failed twice. }\n';
const third = `type: release\ncreated: 2026-09-14\nexpires: 2026-12-07\n${entries}`;
const once = 'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { extensions: { max: 1 } }\n';

export const extendedTooOften = historyRule({
  id: 'extended-too-often',
  group: 'lifecycle',
  summary: 'The expiry of a flag was moved later too often.',
  why: 'Each extension sounds reasonable by itself; a flag that has had several is one that nobody is about to retire. The rule counts the commits that moved `expires` later and were not reverted, and a move that is not committed yet. Needs git history.',
  severity: 'error',
  messages: {
    often: {
      text: 'the expiry of {flag} was moved later {count}, but {max} is the limit',
      label: 'was {first} at first',
      help: 'retire it, go back to an earlier date, or raise lifecycle.extensions.max in flagwright.yaml',
    },
  },
  examples: {
    bad: [
      {
        past: [
          { on: '2026-09-14', flags: { 'fast-search': first } },
          { on: '2026-09-28', flags: { 'fast-search': second + entry } },
        ],
        flags: { 'fast-search': third },
        files: { 'flagwright.yaml': once },
      },
    ],
    good: [
      {
        past: [
          { on: '2026-09-14', flags: { 'fast-search': first } },
          { on: '2026-09-28', flags: { 'fast-search': second + entry } },
        ],
        flags: { 'fast-search': third },
      },
    ],
  },
  check({ project, pasts, report }) {
    const max = project.manifest.maxExtensions;
    for (const flag of project.flags.values()) {
      const past = flag.expires === undefined ? undefined : pasts.get(flag.key);
      if (!past) continue;
      const moves = withMove(past.moves, past.expires, flag.expires);
      if (moves.length <= max) continue;
      const count = moves.length === 1 ? 'once' : moves.length === 2 ? 'twice' : `${moves.length} times`;
      const data = { flag: flag.key, count, max, first: moves[0]?.from ?? '' };
      report({ file: flag.file, path: ['expires'] }, { message: 'often', data });
    }
  },
});
