import { byPlace } from '../by-place.ts';
import { loadedSystems, loadEvidence } from '../loaded-systems.ts';
import type { Risk } from '../risk.ts';
import type { CarrierSystem } from '../carriers/carrier.ts';
import { oneLine, quantityText, rounded } from '../wording.ts';

const off = 'environments: { production: false }\n';
const loaded = 'fallback: { system: old-payments }\nload: { peak: 1200, unit: rps }\n';
const some = 'environments:\n  production: { enabled: true, otherwise: { on: 50, off: 50 } }\n';
const systems = (capacity: string): Record<string, string> => ({
  'systems.yaml': `systems:\n  old-payments: { owner: platform, status: active${capacity} }\n`,
});
const of800 = systems(', capacity: { peak: 800, unit: rps }');

export const fallbackCapacityRisk: Risk = {
  code: 'fallback-capacity',
  group: 'fallback',
  severity: 'critical',
  summary: 'A system has to carry more load than its capacity.',
  why: 'The traffic of a flag arrives somewhere else within seconds. A system that gets more than it can take also fails for those it has served all along.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'payment-api-v2': loaded },
        after: { 'payment-api-v2': `${loaded}${off}` },
        files: of800,
        says: ['1200 rps onto old-payments, which has 800'],
      },
      {
        before: { 'payment-api-v2': loaded },
        after: { 'payment-api-v2': `${loaded}${off}` },
        files: systems(''),
        says: ['1200 rps onto old-payments, whose capacity is unknown'],
        severity: 'medium',
      },
      {
        before: { 'payment-api-v2': loaded },
        after: { 'payment-api-v2': `${loaded}${off}` },
        files: systems(', capacity: { peak: 800, unit: tps }'),
        says: ['1200 rps onto old-payments, which has 800 tps'],
        severity: 'medium',
      },
      {
        before: {
          'card-payments': loaded.replace('1200', '500'),
          'bank-payments': loaded.replace('1200', '400'),
        },
        after: {
          'card-payments': `${loaded.replace('1200', '500')}${off}`,
          'bank-payments': `${loaded.replace('1200', '400')}${off}`,
        },
        files: of800,
        says: ['900 rps onto old-payments, which has 800'],
      },
    ],
    hasNot: [
      { before: { 'payment-api-v2': loaded }, after: { 'payment-api-v2': `${loaded}${some}` }, files: of800 },
      {
        before: { 'payment-api-v2': loaded },
        after: { 'payment-api-v2': `${loaded}${off}` },
        files: systems(', capacity: { peak: 1200, unit: rps }'),
      },
      { before: { 'payment-api-v2': `${loaded}${off}` }, after: { 'payment-api-v2': loaded }, files: of800 },
    ],
  },
  check(situation) {
    const doubtful = loadedSystems(situation).filter(
      ({ system: { verdict } }) => verdict === 'too-little' || verdict === 'unknown',
    );
    return byPlace(doubtful, ({ system }) => system.key).map((own) => {
      const [{ flag, environment, system }] = own;
      const isKnown = own.some((one) => one.system.verdict === 'too-little');
      const way = isKnown
        ? 'raise its capacity'
        : `state its capacity in ${oneLine(system.load?.unit ?? '')} in systems.yaml`;
      return {
        flag,
        environment,
        severity: isKnown ? 'critical' : 'medium',
        message: messageOf(system),
        evidence: loadEvidence(situation, own),
        remedy: [`${way}, or --accept fallback-capacity`],
      };
    });
  },
};

/** `1200 rps onto legacy-payment-system, which has 800`. */
function messageOf({ key, load, capacity }: CarrierSystem): string {
  const onto = `${load ? quantityText(load) : 'an unknown load'} onto ${key}`;
  if (!capacity) return `${onto}, whose capacity is unknown`;
  return `${onto}, which has ${capacity.unit === load?.unit ? rounded(capacity.peak) : quantityText(capacity)}`;
}
