/** Whether a path, with forward slashes, is one of those that a pattern names. */
export type PathTest = (path: string) => boolean;

/**
 * A part of a pattern: a character, any one, some within a folder, some across folders, one of a set. `folders` are whole ones,
 * or none; the token behind it stands for being within one.
 */
type Token = { readonly is: string } | 'one' | 'some' | 'all' | 'folders' | 'within' | { readonly set: RegExp };

/** More alternatives than this are not told apart. */
const mostAlternatives = 1000;

/**
 * A glob pattern: `*`, `?`, `**`, `[a-z]`, `{a,b}`. One that names a folder means all that is in it. A pattern that begins
 * with `**` applies anywhere in the repository; others start from the folder, and may leave it by `..`.
 * @param folder of the manifest, from the root; `''` at the root
 */
export function pathTest(pattern: string, folder: string): PathTest {
  const tests = alternativesOf(pattern).flatMap((one) => {
    const rooted = rootedAt(folder, one);
    return rooted === undefined ? [] : [matcher(rooted), matcher(`${rooted === '' ? '' : `${rooted}/`}**`)];
  });
  return (path) => tests.some((test) => test(path));
}

/** The pattern from the root; undefined if it leads out of it. */
function rootedAt(folder: string, pattern: string): string | undefined {
  const steps = pattern.startsWith('**') ? [] : folder.split('/').filter(Boolean);
  for (const step of pattern.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}

/** A pattern without braces for each combination of what is in them. */
function alternativesOf(pattern: string): string[] {
  const waiting = [pattern];
  const done: string[] = [];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (done.length + waiting.length >= mostAlternatives) return [...done, ...waiting, one];
    const [, before = '', inside, after = ''] = /^([^{]*)\{([^{}]*)\}(.*)$/s.exec(one) ?? [];
    if (inside === undefined) done.push(one);
    else waiting.push(...inside.split(',').map((part) => before + part + after));
  }
  return done;
}

function tokensOf(pattern: string): Token[] {
  const tokens: Token[] = [];
  for (const [part] of pattern.matchAll(/\*\*\/?|\*|\?|\[[!^]?\]?[^\]/]*\]|[^]/gu)) {
    const isFolder = tokens.length === 0 || isSlash(tokens.at(-1));
    if (part === '**/' && isFolder) tokens.push('folders', 'within');
    else if (part.startsWith('**')) tokens.push('all', ...(part === '**/' ? [{ is: '/' }] : []));
    else if (part === '*') tokens.push('some');
    else if (part === '?') tokens.push('one');
    else if (part.length > 2 && part.startsWith('[')) tokens.push(setOf(part));
    else tokens.push({ is: part });
  }
  return tokens;
}

const isSlash = (token: Token | undefined): boolean => typeof token === 'object' && 'is' in token && token.is === '/';

function setOf(part: string): Token {
  const isNegated = /^\[[!^]/.test(part);
  const inside = part.slice(isNegated ? 2 : 1, -1).replace(/[\\\]^[]/g, '\\$&');
  try {
    return { set: new RegExp(`^[${isNegated ? '^/' : ''}${inside}]$`, 'u') };
  } catch {
    // A range that ends before it starts matches nothing.
    return { set: /^(?!)/ };
  }
}

/** Up to so many wildcards an expression cannot take long over a path. */
const mostInExpression = 3;

function matcher(pattern: string): PathTest {
  const tokens = tokensOf(pattern);
  const wildcards = tokens.filter((token) => token === 'all' || token === 'some' || token === 'folders');
  if (wildcards.length > mostInExpression) return stepwise(tokens);
  const expression = new RegExp(`^${tokens.map(sourceOf).join('')}$`, 'us');
  return (path) => expression.test(path);
}

const sources = { one: '[^/]', some: '[^/]*', all: '.*', folders: '(?:[^/]+/)*', within: '' } as const;

function sourceOf(token: Token): string {
  if (typeof token === 'string') return sources[token];
  if ('set' in token) return token.set.source.replace(/^\^|\$$/g, '');
  return token.is.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** Takes each character of a path once, whatever the pattern: all that the pattern may have come to is followed at once. */
function stepwise(tokens: readonly Token[]): PathTest {
  const starts = closure(tokens, [0]);
  return (path) => {
    let states: ReadonlySet<number> = starts;
    for (const character of path) {
      const next: number[] = [];
      for (const state of states) {
        const to = after(tokens[state], state, character);
        if (to !== undefined) next.push(to);
      }
      if (next.length === 0) return false;
      states = closure(tokens, next);
    }
    return states.has(tokens.length);
  };
}

/** The state that a character leads to from another. */
function after(token: Token | undefined, state: number, character: string): number | undefined {
  const isPlain = character !== '/';
  switch (token) {
    case undefined:
      return undefined;
    case 'all':
      return state;
    case 'some':
      return isPlain ? state : undefined;
    case 'one':
      return isPlain ? state + 1 : undefined;
    case 'folders':
      return isPlain ? state + 1 : undefined;
    case 'within':
      return isPlain ? state : state - 1;
    default:
      return ('set' in token ? token.set.test(character) : token.is === character) ? state + 1 : undefined;
  }
}

/** States that are reached without another character. */
function closure(tokens: readonly Token[], states: readonly number[]): ReadonlySet<number> {
  const reached = new Set(states);
  for (const state of reached) {
    const token = tokens[state];
    if (token === 'all' || token === 'some') reached.add(state + 1);
    if (token === 'folders') reached.add(state + 2);
  }
  return reached;
}
