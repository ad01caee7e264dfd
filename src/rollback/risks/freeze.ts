import type { Risk } from '../risk.ts';
import { countOf, oneLine } from '../wording.ts';

const off = 'environments: { production: false }\n';
const example = { before: { 'fast-search': '' }, after: { 'fast-search': off } };

export const freezeRisk: Risk = {
  code: 'freeze',
  group: 'policy',
  severity: 'high',
  summary: 'The policy has frozen an environment that would be changed.',
  why: 'A freeze is an agreement to change nothing on the days when a fault costs most. A rollback may be worth breaking it; whoever does so should know, and be able to say why.',
  acceptable: true,
  examples: {
    has: [
      {
        ...example,
        freezes: [{ environment: 'production', until: '2026-12-02', reason: 'The sales weekend' }],
        says: ['production is frozen until 2026-12-02'],
      },
    ],
    hasNot: [{ ...example, freezes: [] }],
  },
  check({ freezes, effects, restorations }) {
    return freezes.map(({ environment, until, reason }) => {
      const flags = new Set(effects.filter((effect) => effect.environment === environment).map(({ flag }) => flag));
      return {
        flag: [...flags][0] ?? restorations[0]?.key ?? '',
        environment,
        message: `${environment} is frozen until ${until}`,
        evidence: [
          ...(reason === '' ? [] : [oneLine(reason)]),
          flags.size === 0
            ? 'the rollback changes the description of a flag that is on there'
            : `the rollback changes ${countOf(flags.size, 'flag')} there`,
        ],
        remedy: ['--emergency ID declares an emergency, if the policy lets you'],
      };
    });
  },
};
