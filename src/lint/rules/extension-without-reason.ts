import { isoDate } from '../../diagnostic/relative-time.ts';
import { unexplainedMoves, withMove } from '../../lifecycle/expiry-moves.ts';
import { historyRule } from '../rule.ts';

const before = 'type: release\ncreated: 2026-10-12\nexpires: 2026-11-30\n';
const after = 'type: release\ncreated: 2026-10-12\nexpires: 2026-12-21\n';
const entry =
  'extensions:\n  - { on: 2026-11-20, from: 2026-11-30, until: 2026-12-21, reason: The supplier is late by three weeks. }\n';

export const extensionWithoutReason = historyRule({
  id: 'extension-without-reason',
  group: 'lifecycle',
  summary: 'The expiry of a flag was moved later without a reason.',
  why: 'An expiry that anybody can move without a word is not an expiry. The reason is written beside the date, where the next person who wants to move it reads it. Every later date in the history of the flag needs an entry in `extensions`, which can be added later; a date that was reverted needs none. Needs git history.',
  severity: 'error',
  messages: {
    uncommitted: {
      text: '{flag} would expire on {until} instead of {from}, but no entry of `extensions` says why',
      label: 'was {from}',
      help: 'flagwright extend writes both; or add to extensions: - { on: {today}, from: {from}, until: {until}, reason: WHY }',
    },
    committed: {
      text: '{commit} moved the expiry of {flag} from {from} to {until}, but no entry of `extensions` says why',
      label: 'moved by {commit}',
      help: 'add to extensions: - { on: {today}, from: {from}, until: {until}, reason: WHY }',
    },
  },
  examples: {
    bad: [
      {
        past: [{ on: '2026-10-12', flags: { 'fast-search': before } }],
        flags: { 'fast-search': after },
        message: 'uncommitted',
      },
      {
        past: [
          { on: '2026-10-12', flags: { 'fast-search': before } },
          { on: '2026-11-20', flags: { 'fast-search': after } },
        ],
        flags: { 'fast-search': after },
        message: 'committed',
      },
      {
        // One that was removed and comes back is the one that it was.
        past: [
          { on: '2026-10-12', flags: { 'fast-search': before } },
          { on: '2026-11-02', flags: {} },
          { on: '2026-11-03', flags: { 'fast-search': after } },
        ],
        flags: { 'fast-search': after },
        message: 'committed',
      },
    ],
    good: [
      {
        past: [{ on: '2026-10-12', flags: { 'fast-search': before } }],
        flags: { 'fast-search': after + entry },
      },
      {
        past: [
          { on: '2026-10-12', flags: { 'fast-search': before } },
          { on: '2026-11-20', flags: { 'fast-search': after } },
        ],
        flags: { 'fast-search': before },
        now: '2026-11-15',
      },
    ],
  },
  check({ project, now, pasts, report }) {
    for (const flag of project.flags.values()) {
      const past = flag.expires === undefined ? undefined : pasts.get(flag.key);
      if (!past) continue;
      const moves = withMove(past.moves, past.expires, flag.expires);
      if (moves.length === 0) continue;
      for (const { from, until, commit } of unexplainedMoves(moves, flag.reasoned ?? [])) {
        const data = { flag: flag.key, from, until, commit: commit?.slice(0, 7) ?? '', today: isoDate(now) };
        const message = commit === undefined ? 'uncommitted' : 'committed';
        report({ file: flag.file, path: ['expires'] }, { message, data });
      }
    }
  },
});
