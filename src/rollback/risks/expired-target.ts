import { inDays } from '../../diagnostic/relative-time.ts';
import { expiryOf } from '../../lifecycle/expiry.ts';
import { fields } from '../../model/read.ts';
import type { Risk } from '../risk.ts';

const release = (expires: string): string => `type: release\ncreated: 2026-09-20\nexpires: ${expires}\n`;
const off = 'environments: { production: false }\n';
const share = 'environments:\n  production: { enabled: true, otherwise: { on: 10, off: 90 } }\n';

export const expiredTargetRisk: Risk = {
  code: 'expired-target',
  group: 'target',
  severity: 'high',
  summary: 'The restored definition is past its expiry.',
  why: 'Lint fails as soon as it is back, so every other change has to wait. Nobody maintains the old side of an expired flag either.',
  acceptable: true,
  states: ['expired'],
  examples: {
    has: [
      {
        before: { 'fast-search': release('2026-12-10') },
        after: { 'fast-search': `${release('2026-11-20')}${off}` },
        says: ['version 4 of fast-search expired 2 days ago, on 2026-11-20'],
      },
      {
        before: { 'fast-search': release('2026-11-20') },
        after: { 'fast-search': `${release('2026-11-20')}${share}` },
        says: ['version 4 of fast-search expired 2 days ago, on 2026-11-20'],
      },
    ],
    hasNot: [
      { before: { 'fast-search': release('2026-12-10') }, after: { 'fast-search': `${release('2026-11-22')}${off}` } },
      { before: { 'fast-search': release('2026-11-20') }, after: { 'fast-search': `${release('2026-11-20')}${off}` } },
      {
        before: { 'fast-search': release('2026-11-20') },
        after: { 'fast-search': `${release('2026-11-20')}${share}` },
        restored: { 'fast-search': { mode: 'off' } },
      },
    ],
  },
  check({ restorations, environments, after: { project, activity }, now }) {
    return restorations.flatMap(({ kind, mode, key, to, before, after }) => {
      const flag = kind === 'flag' && mode !== 'off' ? project.flags.get(key) : undefined;
      const expiry = flag && expiryOf(flag, project.manifest, now);
      if (!flag || !expiry?.expired) return [];
      const active = environments.filter(({ name }) => activity.isActive(flag, name)).map(({ name }) => name);
      const isMoved = fields(before).expires !== fields(after).expires;
      if (active.length === 0 && !isMoved) return [];
      const which = to ? `version ${to.number} of ${key}` : key;
      return {
        flag: key,
        environment: undefined,
        message: `${which} expired ${inDays(expiry.daysLeft)}, on ${expiry.date}`,
        evidence: [
          active.length > 0 ? `it would be on in ${active.slice(0, 5).join(', ')}` : 'it would be off everywhere',
          ...(isMoved ? [`today it expires on ${String(fields(before).expires ?? 'no date')}`] : []),
        ],
        remedy: [
          `flagwright extend ${key} --until DATE --reason WHY afterwards, or retire it`,
          ...(active.length > 0 ? [`--off instead of a version leaves ${key} off`] : []),
        ],
      };
    });
  },
};
