import * as fc from 'fast-check';
import type { ImportedCommit } from './imported-history.ts';

/** Random histories of a small project: flags that need, exclude and replace each other, in two environments. */

const environments = ['staging', 'production'] as const;
export const flagKeys = ['alpha', 'beta', 'gamma', 'delta'] as const;

interface FlagState {
  readonly blocks: Record<(typeof environments)[number], string>;
  readonly prerequisites: readonly number[];
  readonly conflicts: readonly number[];
  readonly fallback: number | undefined;
  readonly comment: number;
  readonly folder: string;
  readonly lineEnd: '\n' | '\r\n';
  readonly seed: string | undefined;
}

const block = fc.constantFrom(
  'true',
  'false',
  '{ enabled: true, otherwise: { on: 30, off: 70 } }',
  '{ enabled: true, otherwise: { on: 60, off: 40 } }',
  '{ enabled: true, otherwise: { off: 40, on: 60 } }',
  '{ enabled: true, rules: [{ name: later, from: 2026-12-01, serve: off }, { name: past, until: 2026-11-01, serve: off }], otherwise: on }',
  '{ enabled: true, rules: [{ name: staff, when: { segment: staff }, serve: on }], otherwise: off }',
  '{ enabled: true, rules: [{ name: german, when: { attribute: country, equals: DE }, serve: { on: 1, off: 1 } }], otherwise: on }',
  '{ enabled: false, rules: [{ name: staff, when: { not: { segment: staff } }, serve: off }], otherwise: on }',
);

const operation = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ what: fc.constant('block' as const), flag: fc.nat(3), environment: fc.nat(1), block }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      what: fc.constantFrom('comment' as const, 'move' as const, 'crlf' as const, 'seed' as const),
      flag: fc.nat(3),
    }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constantFrom('remove' as const, 'needs' as const), flag: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({ what: fc.constantFrom('conflict' as const, 'fallback' as const), flag: fc.nat(3) }),
  },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('segment' as const), flag: fc.nat(3) }) },
);

/** What each commit does; some do several things at once. */
export const randomHistory = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 7,
});

type Operations = typeof randomHistory extends fc.Arbitrary<infer T> ? T : never;

/** The commits of a history: the first has all four flags. */
export function commitsOf(history: Operations): ImportedCommit[] {
  const flags = new Map<number, FlagState>(flagKeys.map((_, index) => [index, initial(index)]));
  let domain = 0;
  let files = filesOf(flags, domain);
  const commits: ImportedCommit[] = [{ files: { ...settings, ...files } }];
  for (const operations of history) {
    for (const one of operations) {
      if (one.what === 'segment') domain++;
      else if (one.what === 'remove' && flags.has(one.flag)) flags.delete(one.flag);
      else flags.set(one.flag, changed(flags.get(one.flag) ?? initial(one.flag), one));
    }
    const after = filesOf(flags, domain);
    const changes: Record<string, string | null> = {};
    for (const [path, text] of Object.entries(after)) if (files[path] !== text) changes[path] = text;
    for (const path of Object.keys(files)) if (!(path in after)) changes[path] = null;
    commits.push({ files: changes });
    files = after;
  }
  return commits;
}

function initial(index: number): FlagState {
  return {
    blocks: { staging: 'true', production: 'true' },
    prerequisites: index === 0 ? [] : [index - 1],
    conflicts: [],
    fallback: undefined,
    comment: 0,
    folder: '',
    lineEnd: '\n',
    seed: undefined,
  };
}

function changed(state: FlagState, one: Operations[number][number]): FlagState {
  switch (one.what) {
    case 'block': {
      const name = environments[one.environment] ?? 'staging';
      return { ...state, blocks: { ...state.blocks, [name]: one.block } };
    }
    case 'comment':
      return { ...state, comment: state.comment + 1 };
    case 'move':
      return { ...state, folder: state.folder === '' ? 'sub/' : '' };
    case 'crlf':
      return { ...state, lineEnd: state.lineEnd === '\n' ? '\r\n' : '\n' };
    case 'seed':
      return { ...state, seed: state.seed === undefined ? 'another' : undefined };
    case 'needs':
      return { ...state, prerequisites: state.prerequisites.length > 0 ? [] : [0].filter((key) => key < one.flag) };
    case 'conflict':
      return { ...state, conflicts: state.conflicts.length > 0 ? [] : [(one.flag + 1) % flagKeys.length] };
    case 'fallback':
      return { ...state, fallback: state.fallback === undefined ? (one.flag + 2) % flagKeys.length : undefined };
    default:
      return state;
  }
}

const settings = {
  'flagwright.yaml': 'version: 1\nenvironments:\n  staging: {}\n  production: { critical: true }\n',
  'owners.yaml': 'teams:\n  platform: { name: Platform, members: [sam@example.com] }\n',
  'systems.yaml': 'systems:\n  web: { owner: platform, status: active, capacity: { peak: 100, unit: rps } }\n',
};

function filesOf(flags: ReadonlyMap<number, FlagState>, domain: number): Record<string, string> {
  const files: Record<string, string> = {
    'staff.segment.yaml': `description: Everybody who works here.\nwhen: { attribute: email, endsWith: "@${domain}.example.com" }\n`,
  };
  for (const [index, state] of flags) files[`${state.folder}${flagKeys[index]}.flag.yaml`] = flagText(state);
  return files;
}

function flagText({ blocks, prerequisites, conflicts, fallback, comment, lineEnd, seed }: FlagState): string {
  const key = (index: number): string => flagKeys[index] as string;
  return [
    ...Array.from({ length: comment }, (_, line) => `# note ${line}`),
    'description: Something that can be switched.',
    'type: ops',
    'owner: platform',
    'created: 2026-01-01',
    'review: { every: 180d, last: 2026-11-01 }',
    'affects: [web]',
    'load: { peak: 80, unit: rps }',
    ...(prerequisites.length > 0
      ? [`prerequisites: [${prerequisites.map((one) => `{ flag: ${key(one)} }`).join(', ')}]`]
      : []),
    ...(conflicts.length > 0 ? [`conflicts: [${conflicts.map((one) => `{ flag: ${key(one)} }`).join(', ')}]`] : []),
    ...(fallback === undefined ? [] : [`fallback: { flag: ${key(fallback)} }`]),
    ...(seed === undefined ? [] : [`seed: ${seed}`]),
    'environments:',
    ...environments.map((name) => `  ${name}: ${blocks[name]}`),
    '',
  ].join(lineEnd);
}
