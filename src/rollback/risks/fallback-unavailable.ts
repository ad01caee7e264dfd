import { byPlace } from '../by-place.ts';
import type { FoundRisk, Risk } from '../risk.ts';
import type { Situation } from '../situation.ts';
import type { Carrier } from '../carriers/carrier.ts';
import { countOf, listed, oneLine, percent } from '../wording.ts';

const off = 'environments: { production: false }\n';
const toV1 = 'fallback: { flag: payment-api-v1 }\n';

export const fallbackUnavailableRisk: Risk = {
  code: 'fallback-unavailable',
  group: 'fallback',
  severity: 'critical',
  summary: 'What should carry the load is off, expired, removed or retired.',
  why: 'The traffic of the flag has to go somewhere the moment it goes off. Here nothing can take it: the rollback turns a bad release into an outage.',
  acceptable: true,
  states: ['fallback-unavailable'],
  examples: {
    has: [
      {
        before: { 'payment-api-v2': toV1, 'payment-api-v1': off },
        after: { 'payment-api-v2': `${toV1}${off}` },
        says: ['payment-api-v2 falls back to payment-api-v1, which is off in production'],
      },
      {
        before: {
          'payment-api-v2': toV1,
          'payment-api-v1': 'type: release\ncreated: 2026-08-01\nexpires: 2026-11-01\n',
        },
        after: { 'payment-api-v2': `${toV1}${off}` },
        says: ['payment-api-v2 falls back to payment-api-v1, which expired on 2026-11-01'],
      },
      {
        before: { 'payment-api-v2': toV1 },
        after: { 'payment-api-v2': `${toV1}${off}` },
        says: ['payment-api-v2 falls back to payment-api-v1, which does not exist'],
      },
      {
        before: { 'payment-api-v2': 'fallback: { system: old-payments }\n' },
        after: { 'payment-api-v2': `fallback: { system: old-payments }\n${off}` },
        files: { 'systems.yaml': 'systems:\n  old-payments: { owner: platform, status: retired }\n' },
        says: ['payment-api-v2 falls back to old-payments, which is retired'],
      },
      {
        before: { 'payment-api-v2': toV1, 'payment-api-v1': 'affects: [old-payments]\n' },
        after: { 'payment-api-v2': `${toV1}${off}` },
        files: { 'systems.yaml': 'systems:\n  old-payments: { owner: platform, status: retired }\n' },
        says: ['payment-api-v1 relies on old-payments, which is retired'],
      },
      {
        // One that comes on could not be taken back.
        before: { 'payment-api-v2': `${toV1}${off}`, 'payment-api-v1': off },
        after: { 'payment-api-v2': toV1 },
        says: ['payment-api-v2 is on in production, but its fallback payment-api-v1 is off there'],
      },
    ],
    hasNot: [
      {
        before: { 'payment-api-v2': toV1, 'payment-api-v1': 'affects: [web]\n' },
        after: { 'payment-api-v2': `${toV1}${off}` },
      },
      { before: { 'payment-api-v2': toV1, 'payment-api-v1': '' }, after: { 'payment-api-v2': `${toV1}${off}` } },
      {
        before: { 'payment-api-v2': toV1, 'payment-api-v1': off },
        after: { 'payment-api-v2': `tags: [payments]\n${toV1}` },
      },
    ],
  },
  check(situation) {
    const { carriers } = situation;
    return [...missingFallbacks(carriers), ...retiredSystems(carriers), ...comingWithout(situation)];
  },
};

function missingFallbacks(carriers: readonly Carrier[]): FoundRisk[] {
  const missing = carriers.filter(({ fallback }) => fallback?.problem !== undefined);
  return byPlace(missing, ({ fallback }) => `${fallback?.kind} ${fallback?.key}`).map((own) => {
    const [{ flag, environment, fallback }] = own;
    const { kind = 'flag', key = '', problem = '' } = fallback ?? {};
    const whose = own.length === 1 ? flag : countOf(own.length, 'flag');
    const verb = own.length === 1 ? 'falls' : 'fall';
    return {
      flag,
      environment,
      message: `${whose} ${verb} back to ${key}, which ${oneLine(problem)}`,
      evidence: listed(own.map((one) => `${one.flag} goes off for up to ${percent(one.lost)}`)),
      remedy: [
        kind === 'flag'
          ? `flagwright show ${key}, and make it ready to take over in ${environment} first`
          : `bring ${key} back into service first, and say so in systems.yaml`,
        '--accept fallback-unavailable goes ahead with nothing to fall back to',
      ],
    };
  });
}

/** The systems behind a fallback flag; one that is itself the fallback was named before. */
function retiredSystems(carriers: readonly Carrier[]): FoundRisk[] {
  const retired = carriers.flatMap(({ flag, environment, fallback, systems }) =>
    systems
      .filter(({ key, status }) => status === 'retired' && !(fallback?.kind === 'system' && fallback.key === key))
      .map(({ key }) => ({ flag, environment, key, through: fallback?.key ?? flag })),
  );
  return byPlace(retired, ({ key }) => key).map((own) => {
    const [{ flag, environment, key, through }] = own;
    return {
      flag,
      environment,
      message: `${through} relies on ${key}, which is retired`,
      evidence: listed(own.map((one) => `${one.flag} falls back to ${one.through}, which affects ${key}`)),
      remedy: [
        `bring ${key} back into service first, and say so in systems.yaml`,
        '--accept fallback-unavailable goes ahead with nothing to fall back to',
      ],
    };
  });
}

/** Flags that would be on with a fallback that could not take over, as lint says it; a system is missing otherwise. */
function comingWithout({ added, effects, after }: Situation): FoundRisk[] {
  return added.flatMap(({ rule, flag, message }): FoundRisk[] => {
    const fallback = after.project.flags.get(flag ?? '')?.fallback?.flag;
    const own = effects.filter((effect) => effect.flag === flag && effect.activeAfter);
    if (rule !== 'fallback-unavailable' || flag === undefined || fallback === undefined || own.length === 0) return [];
    return [
      {
        flag,
        environment: own.length === 1 ? own[0]?.environment : undefined,
        message: oneLine(message),
        evidence: [`${flag} falls back to ${fallback}`],
        remedy: [
          `flagwright show ${fallback}, and make it ready to take over first`,
          '--accept fallback-unavailable goes ahead with nothing to fall back to',
        ],
      },
    ];
  });
}
