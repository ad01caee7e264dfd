import type { Risk } from '../risk.ts';
import { exposureText, percent } from '../wording.ts';

const off = 'environments: { production: false }\n';
const share = (on: number): string =>
  `environments:\n  production: { enabled: true, otherwise: { on: ${on}, off: ${100 - on} } }\n`;

export const exposureJumpRisk: Risk = {
  code: 'exposure-jump',
  group: 'effects',
  severity: 'medium',
  summary: 'More than half of the keys change variant at once in a critical environment.',
  why: 'What was rolled out over weeks comes back in seconds: caches are cold, connections are not open yet, and a fault hits most customers before anybody sees it.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'fast-search': '' },
        after: { 'fast-search': off },
        says: ['100% of the keys of fast-search change variant at once'],
      },
      {
        before: { 'fast-search': share(90) },
        after: { 'fast-search': share(30) },
        says: ['60.34% of the keys of fast-search change variant at once'],
      },
    ],
    hasNot: [
      { before: { 'fast-search': share(90) }, after: { 'fast-search': share(50) } },
      {
        before: { 'fast-search': 'environments: { staging: true }\n' },
        after: { 'fast-search': 'environments: { staging: false }\n' },
        environments: ['staging'],
      },
    ],
  },
  check({ effects, environments }) {
    const critical = new Set(environments.filter((one) => one.critical).map(({ name }) => name));
    return effects.flatMap(({ flag, environment, moved, exposureBefore, exposureAfter }) => {
      if (moved <= 0.5 || !critical.has(environment)) return [];
      return {
        flag,
        environment,
        message: `${percent(moved)} of the keys of ${flag} change variant at once`,
        evidence: [`today ${exposureText(exposureBefore)}`, `afterwards ${exposureText(exposureAfter)}`],
        remedy: ['watch errors and load for as long as the caches take to fill'],
      };
    });
  },
};
