import { UserError } from '../diagnostic/user-error.ts';

/** Which environments of a source become which of the project. */
export interface SourceEnvironments {
  /**
   * The project's environments that the flags go to, for sources that have no environments of their own.
   * @throws UserError where none is named and there are several
   */
  readonly all: readonly string[];
  /** All of the project's, lowest first. */
  readonly known: readonly string[];
  /** The environment that one of the source becomes; undefined if it is left out. */
  target(theirs: string): string | undefined;
}

/**
 * @param named each `NAME`, or `THEIRS=OURS`; without any, environments of the same name belong together
 * @param known the project's environments, lowest first
 */
export function sourceEnvironments(named: readonly string[], known: readonly string[]): SourceEnvironments {
  const pairs = named.map(pairOf);
  const map = new Map(named.length > 0 ? pairs : known.map((name) => [name, name] as const));
  return {
    get all() {
      const all = known.filter((name) => pairs.some(([, ours]) => ours === name));
      if (all.length > 0 || known.length === 1) return all.length > 0 ? all : known;
      const help = known.length === 0 ? 'name some in flagwright.yaml' : `add ${known.map((name) => `--env ${name}`).join(' or ')}, or several of them`; // prettier-ignore
      throw new UserError('the source has no environment: name one', help);
    },
    known,
    target: (theirs) => map.get(theirs),
  };
}

/** The names in `THEIRS=OURS`; `NAME` is short for `NAME=NAME`. */
export function pairOf(text: string): readonly [theirs: string, ours: string] {
  const at = text.lastIndexOf('=');
  return at < 0 ? [text, text] : [text.slice(0, at), text.slice(at + 1)];
}
