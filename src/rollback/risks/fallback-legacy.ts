import { byPlace } from '../by-place.ts';
import type { Risk } from '../risk.ts';
import { loadedSystems, loadEvidence } from '../loaded-systems.ts';

const off = 'environments: { production: false }\n';
const toOld = 'fallback: { system: old-payments }\n';
const systems = (status: string): Record<string, string> => ({
  'systems.yaml': `systems:\n  old-payments: { owner: platform, status: ${status} }\n`,
});

export const fallbackLegacyRisk: Risk = {
  code: 'fallback-legacy',
  group: 'fallback',
  severity: 'high',
  summary: 'A legacy system has to carry the load.',
  why: 'A legacy system is rarely in the state in which it carried everything: machines are gone, data are no longer copied to it, and the people who knew it have moved on.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'payment-api-v2': toOld },
        after: { 'payment-api-v2': `${toOld}${off}` },
        files: systems('legacy'),
        says: ['old-payments would carry the load but is a legacy system'],
      },
      {
        before: {
          'payment-api-v2': 'fallback: { flag: payment-api-v1 }\n',
          'payment-api-v1': 'affects: [old-payments]\n',
        },
        after: { 'payment-api-v2': `fallback: { flag: payment-api-v1 }\n${off}` },
        files: systems('legacy'),
        says: ['old-payments would carry the load but is a legacy system'],
      },
    ],
    hasNot: [
      { before: { 'payment-api-v2': toOld }, after: { 'payment-api-v2': `${toOld}${off}` }, files: systems('active') },
      { before: { 'payment-api-v2': `${toOld}${off}` }, after: { 'payment-api-v2': toOld }, files: systems('legacy') },
    ],
  },
  check(situation) {
    const legacy = loadedSystems(situation).filter(({ system }) => system.status === 'legacy');
    return byPlace(legacy, ({ system }) => system.key).map((own) => {
      const [{ flag, environment, system }] = own;
      return {
        flag,
        environment,
        message: `${system.key} would carry the load but is a legacy system`,
        evidence: loadEvidence(situation, own),
        remedy: [`confirm with its owner that ${system.key} has the capacity and the data`],
      };
    });
  },
};
