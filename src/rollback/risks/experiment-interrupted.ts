import type { Weights } from '../../evaluate/definition.ts';
import { describeServing } from '../../evaluate/describe.ts';
import { likeOf } from '../../model/manifest.ts';
import { field, fields, list } from '../../model/read.ts';
import type { Risk } from '../risk.ts';
import type { Effect } from '../effects/effect.ts';
import { exposureText, listed } from '../wording.ts';

const experiment = 'type: experiment\n';
const half = '{ on: 50, off: 50 }';
const split = (serve: string, rules = 'rules: []'): string =>
  `${experiment}environments:\n  production: { enabled: true, ${rules}, otherwise: ${serve} }\n`;
const forGermans = (serve: string): string =>
  [
    `${experiment}environments:`,
    '  production:',
    '    enabled: true',
    `    rules: [{ name: germans, when: { attribute: country, equals: DE }, serve: ${serve} }]`,
    '    otherwise: off\n',
  ].join('\n');

export const experimentInterruptedRisk: Risk = {
  code: 'experiment-interrupted',
  group: 'effects',
  severity: 'medium',
  summary: 'A running experiment loses its split.',
  why: 'People who change group in the middle of an experiment belong to neither group. What was measured so far cannot be compared with what comes after, and weeks of waiting are lost.',
  acceptable: true,
  examples: {
    has: [
      {
        before: { 'one-page': split(half) },
        after: { 'one-page': split('on') },
        says: ['one-page is a running experiment and would get another split'],
      },
      {
        before: { 'one-page': split(half) },
        after: { 'one-page': split('{ on: 60, off: 40 }') },
        says: ['one-page is a running experiment and would get another split'],
      },
      {
        before: { 'one-page': forGermans(half) },
        after: { 'one-page': forGermans('on') },
        says: ['one-page is a running experiment and would get another split'],
      },
      {
        before: { 'one-page': forGermans(half) },
        after: { 'one-page': `${forGermans(half)}seed: again\n` },
        says: ['one-page is a running experiment and would get another split'],
      },
      {
        before: { 'one-page': split(half) },
        after: { 'one-page': split(half, 'rules: [{ name: all, serve: on }]') },
        says: ['one-page is a running experiment and would get another split'],
      },
      {
        before: { 'one-page': forGermans(half) },
        after: { 'one-page': forGermans(half).replace('true', 'false') },
        says: ['one-page is a running experiment and would be off'],
      },
      {
        before: {
          'one-page': split(half).replace(
            'type: experiment',
            'type: trial\nexpires: 2026-12-10\nretire: Retired when it is decided.',
          ),
        },
        after: {
          'one-page': split('on').replace(
            'type: experiment',
            'type: trial\nexpires: 2026-12-10\nretire: Retired when it is decided.',
          ),
        },
        files: {
          'flagwright.yaml':
            'version: 1\nenvironments: { production: { critical: true } }\nlifecycle: { trial: { like: experiment } }\n',
        },
        says: ['one-page is a running experiment and would get another split'],
      },
    ],
    hasNot: [
      {
        before: { 'one-page': split(half).replace('experiment', 'release') },
        after: { 'one-page': split('on').replace('experiment', 'release') },
      },
      { before: { 'one-page': split('off') }, after: { 'one-page': split(half) } },
      { before: { 'one-page': split(half).replace('true', 'false') }, after: { 'one-page': split('on') } },
      {
        before: { 'one-page': split(half) },
        after: {
          'one-page': split(half, 'rules: [{ name: staff, when: { attribute: staff, equals: true }, serve: off }]'),
        },
      },
    ],
  },
  check({ effects, before, restorations }) {
    const restored = new Map(restorations.filter(({ kind }) => kind === 'flag').map((one) => [one.key, one]));
    return effects.flatMap((effect) => {
      const { flag, environment, exposureBefore, exposureAfter } = effect;
      const { flags, manifest } = before.project;
      if (!effect.activeBefore || likeOf(flags.get(flag)?.type, manifest) !== 'experiment') return [];
      const own = restored.get(flag);
      const splits = splitsOf(own?.before, environment);
      if (splits.length === 0 && Object.keys(exposureBefore).length < 2) return [];
      const kept = new Set(splitsOf(own?.after, environment).map(({ id }) => id));
      const isSame = own === undefined || splits.every(({ id }) => kept.has(id));
      if (effect.activeAfter && effect.moved === 0 && isSame) return [];
      return {
        flag,
        environment,
        message: `${flag} is a running experiment and would ${lossOf(effect)}`,
        evidence: [
          ...listed(splits.map(({ text }) => `it shares out ${text}`)),
          `today ${exposureText(exposureBefore)}`,
          `afterwards ${exposureText(exposureAfter)}`,
        ],
        remedy: ['tell its owner, and mark the day: what is measured afterwards is another experiment'],
      };
    });
  },
};

function lossOf({ activeAfter }: Effect): string {
  return activeAfter ? 'get another split' : 'be off';
}

interface Split {
  /** Splits of one id put everybody in the same part. */
  readonly id: string;
  readonly text: string;
}

/** What shares people out in an environment: weights, whose order is meaning, with what decides who is in which part. */
function splitsOf(value: unknown, environment: string): readonly Split[] {
  const { environments, seed, bucketBy } = fields(value);
  const { rules, otherwise } = fields(field(fields(environments), environment));
  return [...list(rules).map((rule) => fields(rule).serve), otherwise].flatMap((serve) => {
    const weights = Object.entries(fields(serve)).filter(([, weight]) => typeof weight === 'number' && weight > 0);
    if (weights.length < 2) return [];
    return { id: JSON.stringify([weights, seed, [bucketBy].flat()]), text: describeServing(serve as Weights) };
  });
}
