import type { AttributeDeclaration, AttributeType, ContextDeclaration } from '../../model/context.ts';
import { docComment, literal } from './type-text.ts';

const types: Readonly<Record<AttributeType, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  semver: 'string',
  date: 'string | number',
  list: 'readonly (string | number | boolean)[]',
};

/** Attributes by the parts of their names between dots. */
interface Level {
  readonly attributes: Map<string, AttributeDeclaration>;
  readonly levels: Map<string, Level>;
}

/** The lines of the type of evaluation contexts. Attributes that are not declared are allowed unless clients drop them. */
export function contextType(context: ContextDeclaration | undefined): string[] {
  const root: Level = { attributes: new Map(), levels: new Map() };
  for (const [name, declaration] of Object.entries(context?.attributes ?? {}))
    place(root, name.split('.'), declaration);
  const isOpen = context?.unknown !== 'drop';
  const key = root.attributes.has('targetingKey')
    ? []
    : ['  /** Who asks; decides splits. */', '  targetingKey?: string;'];
  return [
    '/** What a flag is evaluated for. */',
    'export interface FlagContext {',
    ...key,
    ...levelLines(root, '  '),
    ...(isOpen ? ['  [attribute: string]: unknown;'] : []),
    '}',
  ];
}

function place(level: Level, [first = '', ...further]: readonly string[], declaration: AttributeDeclaration): void {
  if (further.length === 0) {
    level.attributes.set(first, declaration);
    return;
  }
  const next = level.levels.get(first) ?? { attributes: new Map(), levels: new Map() };
  level.levels.set(first, next);
  place(next, further, declaration);
}

function levelLines({ attributes, levels }: Level, indent: string): string[] {
  const own = [...attributes].flatMap(([name, declaration]) => [
    ...docComment([remarks(declaration)], indent),
    `${indent}${literal(name)}?: ${types[declaration.type]}${levels.has(name) ? ' | object' : ''};`,
  ]);
  const nested = [...levels].filter(([name]) => !attributes.has(name)).flatMap(([name, level]) => [
    `${indent}${literal(name)}?: {`,
    ...levelLines(level, `${indent}  `),
    `${indent}};`,
  ]); // prettier-ignore
  return [...own, ...nested];
}

function remarks({ type, maxLength, normalize, personal }: AttributeDeclaration): string {
  const all = [
    type === 'semver' && 'A version.',
    type === 'date' && 'An ISO 8601 date, or milliseconds since 1970.',
    maxLength !== undefined && `At most ${maxLength} characters.`,
    normalize !== undefined && `Clients make it ${normalize.replace('-', ' ')}.`,
    personal && 'Personal.',
  ];
  return all.filter(Boolean).join(' ');
}
