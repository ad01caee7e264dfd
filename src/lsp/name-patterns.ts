import type { Path } from '../diagnostic/diagnostic.ts';
import type { FileKind } from '../model/file-kind.ts';
import { fields, list, text } from '../model/read.ts';

/** What a name may stand for. */
export type RenamedKind =
  | 'flag'
  | 'segment'
  | 'team'
  | 'role'
  | 'system'
  | 'environment'
  | 'attribute'
  | 'variant'
  | 'rule'
  | 'type'
  | 'lint-rule';

/** Where the names of one kind are in a file. */
export interface NamePattern {
  readonly kind: RenamedKind;
  /** The steps of their path: `*` is any one, `**` any number of them. */
  readonly steps: readonly string[];
  /** It is the name of the field at that path, instead of its value. */
  readonly ofKey?: true;
  readonly isDefinition?: true;
  /** What precedes the name: `team:`. */
  readonly prefix?: string;
  readonly scope?: (at: ScopedName) => string;
}

interface ScopedName {
  /** Key of the file. */
  readonly key: string;
  /** Of the whole file. */
  readonly value: unknown;
  readonly path: Path;
}

const own = ({ key }: ScopedName): string => key;
const neededFlag = ({ value, path }: ScopedName): string =>
  text(fields(list(fields(value).prerequisites)[Number(path[1])]).flag) ?? '';
const specFlag = ({ value }: ScopedName): string => text(fields(value).flag) ?? '';
const ownRule = ({ key, path }: ScopedName): string => `${key} ${path[1]}`;
const specRule = (at: ScopedName): string => {
  const part = list(fields(at.value)[String(at.path[0])])[Number(at.path[1])];
  return `${specFlag(at)} ${text(fields(part).environment) ?? ''}`;
};

function pattern(
  kind: RenamedKind,
  path: string,
  more: Omit<NamePattern, 'kind' | 'steps' | 'ofKey'> = {},
): NamePattern {
  const ofKey = path.endsWith('~');
  const steps = path.replace(/~$/, '*').split('/');
  return { kind, steps, ...(ofKey && { ofKey }), ...more };
}

const inCondition = (start: string): NamePattern[] => [
  pattern('segment', `${start}/**/segment`),
  pattern('attribute', `${start}/**/attribute`),
];

const subjects = (path: string): NamePattern[] => [
  pattern('team', path, { prefix: 'team:' }),
  pattern('role', path, { prefix: 'role:' }),
];

const patterns: Readonly<Record<FileKind, readonly NamePattern[]>> = {
  flag: [
    pattern('flag', 'key', { isDefinition: true }),
    pattern('type', 'type'),
    pattern('team', 'owner'),
    pattern('system', 'affects/*'),
    pattern('flag', 'prerequisites/*/flag'),
    pattern('variant', 'prerequisites/*/variant', { scope: neededFlag }),
    pattern('variant', 'prerequisites/*/variant/*', { scope: neededFlag }),
    pattern('flag', 'conflicts/*/flag'),
    pattern('flag', 'fallback/flag'),
    pattern('system', 'fallback/system'),
    pattern('variant', 'variants/~', { scope: own, isDefinition: true }),
    pattern('variant', 'off', { scope: own }),
    pattern('variant', 'onFailure', { scope: own }),
    pattern('attribute', 'bucketBy'),
    pattern('attribute', 'bucketBy/*'),
    pattern('environment', 'environments/~'),
    pattern('variant', 'environments/*/otherwise', { scope: own }),
    pattern('variant', 'environments/*/otherwise/~', { scope: own }),
    pattern('rule', 'environments/*/rules/*/name', { scope: ownRule, isDefinition: true }),
    pattern('variant', 'environments/*/rules/*/serve', { scope: own }),
    pattern('variant', 'environments/*/rules/*/serve/~', { scope: own }),
    ...inCondition('environments/*/rules/*/when'),
  ],
  segment: [pattern('team', 'owner'), ...inCondition('when')],
  spec: [
    pattern('flag', 'flag'),
    pattern('environment', 'cases/*/environment'),
    pattern('attribute', 'cases/*/context/~'),
    pattern('variant', 'cases/*/expect/variant', { scope: specFlag }),
    pattern('rule', 'cases/*/expect/rule', { scope: specRule }),
    pattern('environment', 'populations/*/environment'),
    pattern('attribute', 'populations/*/context/~'),
    pattern('variant', 'populations/*/expect/~', { scope: specFlag }),
  ],
  manifest: [
    pattern('environment', 'environments/~', { isDefinition: true }),
    pattern('attribute', 'context/attributes/~', { isDefinition: true }),
    pattern('type', 'lifecycle/~', { isDefinition: true }),
    pattern('type', 'lifecycle/*/like'),
    pattern('lint-rule', 'rules/~'),
  ],
  owners: [pattern('team', 'teams/~', { isDefinition: true }), pattern('role', 'roles/~', { isDefinition: true })],
  systems: [pattern('system', 'systems/~', { isDefinition: true }), pattern('team', 'systems/*/owner')],
  policy: [
    pattern('environment', 'rules/*/when/environments/*'),
    pattern('type', 'rules/*/when/types/*'),
    pattern('flag', 'rules/*/when/flags/*'),
    ...subjects('rules/*/authors/*'),
    ...subjects('rules/*/approvals/from/*'),
    pattern('environment', 'freezes/*/environments/*'),
    ...subjects('freezes/*/except/*'),
    pattern('role', 'emergency/roles/*'),
    pattern('environment', 'signatures/required/*'),
  ],
};

export function patternsOf(kind: FileKind): readonly NamePattern[] {
  return patterns[kind];
}

/** Whether a path is one of a pattern's. */
export function matches({ steps }: NamePattern, path: Path): boolean {
  const deep = steps.indexOf('**');
  const fits = (step: string | undefined, at: string | number | undefined): boolean =>
    at !== undefined && (step === '*' || step === String(at));
  if (deep < 0) return steps.length === path.length && steps.every((step, index) => fits(step, path[index]));
  const after = steps.length - deep - 1;
  if (path.length < deep + after) return false;
  return (
    steps.slice(0, deep).every((step, index) => fits(step, path[index])) &&
    steps.slice(deep + 1).every((step, index) => fits(step, path[path.length - after + index]))
  );
}
