import { completeFlag, completeSegment, exampleFiles } from './example-project.ts';

/** Projects that have made lint slow or deep, each of as many parts as asked for. */
export interface HostileProject {
  readonly name: string;
  /** Files by path. */
  make(parts: number): Record<string, string>;
}

const numbers = (parts: number): number[] => Array.from({ length: parts }, (_, at) => at);
const reason = 'reason: It is needed for this.';

/** A flag a part. */
function flags(parts: number, body: (at: number) => string): Record<string, string> {
  const made = numbers(parts).map((at) => [`f${at}.flag.yaml`, completeFlag(body(at))]);
  return { ...exampleFiles({}), ...Object.fromEntries(made) };
}

/** One more line of YAML a part, in one file. */
const lines = (parts: number, line: (at: number) => string): string => numbers(parts).map(line).join('');

const needs = (...keys: readonly string[]): string =>
  keys.length === 0 ? '' : `prerequisites:\n${keys.map((key) => `  - { flag: ${key}, ${reason} }\n`).join('')}`;

export const hostileProjects: readonly HostileProject[] = [
  { name: 'flags', make: (parts) => flags(parts, () => '') },
  { name: 'a chain of prerequisites', make: (parts) => flags(parts, (at) => needs(...(at > 0 ? [`f${at - 1}`] : []))) },
  { name: 'a circle of prerequisites', make: (parts) => flags(parts, (at) => needs(`f${(at + 1) % parts}`)) },
  {
    name: 'a diamond of prerequisites',
    make: (parts) =>
      flags(parts, (at) => {
        const layer = 2 * Math.floor(at / 2);
        return layer === 0 ? '' : needs(`f${layer - 2}`, `f${layer - 1}`);
      }),
  },
  { name: 'one flag that all need', make: (parts) => flags(parts, (at) => (at === 0 ? '' : needs('f0'))) },
  {
    name: 'one flag that needs all',
    make: (parts) => flags(parts, (at) => (at > 0 ? '' : needs(...numbers(parts - 1).map((other) => `f${other + 1}`)))),
  },
  { name: 'needs that nobody has', make: (parts) => flags(parts, (at) => needs(`f${at}0x`)) },
  {
    name: 'conflicts of neighbours',
    make: (parts) => flags(parts, (at) => `conflicts:\n  - { flag: f${(at + 1) % parts}, ${reason} }\n`),
  },
  {
    name: 'a circle of fallbacks',
    make: (parts) => flags(parts, (at) => `fallback: { flag: f${(at + 1) % parts}, ${reason} }\n`),
  },
  { name: 'owners that nobody knows', make: (parts) => flags(parts, (at) => `owner: team-${at}\n`) },
  {
    name: 'a chain of segments',
    make: (parts) => ({
      ...exampleFiles({}),
      ...Object.fromEntries(
        numbers(parts).map((at) => [
          `s${at}.segment.yaml`,
          completeSegment(
            at === 0
              ? 'when: { attribute: a, equals: b }\n'
              : `when: { any: [{ segment: s${at - 1} }, { attribute: a${at}, equals: b }] }\n`,
          ),
        ]),
      ),
      'x.flag.yaml': completeFlag(
        `environments:\n  production:\n    enabled: true\n    rules:\n      - { name: r, when: { segment: s${parts - 1} }, serve: on }\n    otherwise: off\n`,
      ),
    }),
  },
  {
    name: 'a flag of one key in many folders',
    make: (parts) => ({
      ...exampleFiles({}),
      ...Object.fromEntries(numbers(parts).map((at) => [`d${at}/same.flag.yaml`, completeFlag('')])),
    }),
  },
  {
    name: 'teams and roles',
    make: (parts) => ({
      ...exampleFiles({}),
      'owners.yaml': `teams:\n  platform: { name: Platform, members: [sam@example.com] }\n${lines(parts, (at) => `  t${at}: { name: T, members: [a${at}@example.com] }\n`)}roles:\n${lines(parts, (at) => `  r${at}: [a${at}@example.com]\n`)}`,
    }),
  },
  {
    name: 'rules of a policy',
    make: (parts) => ({
      ...exampleFiles({}),
      'policy.yaml': `rules:\n${lines(parts, (at) => `  - { id: p${at}, when: { changes: [state] }, authors: [owner, 'team:t${at}'] }\n`)}`,
    }),
  },
  {
    name: 'environments of a manifest, all of them set',
    make: (parts) => ({
      ...exampleFiles({}),
      'flagwright.yaml': `version: 1\nenvironments:\n${lines(parts, (at) => `  e${at}: {}\n`)}`,
      'x.flag.yaml': completeFlag(`environments:\n${lines(parts, (at) => `  e${at}: true\n`)}`),
    }),
  },
  {
    name: 'expectations of a flag',
    make: (parts) => ({
      ...exampleFiles({}),
      'x-flag.flag.yaml': completeFlag(''),
      'x.spec.yaml': `flag: x-flag\ncases:\n${lines(parts, (at) => `  - { name: c${at}, environment: production, context: { targetingKey: u${at} }, expect: { variant: on } }\n`)}`,
    }),
  },
];
