import { UnsupportedError } from '../statement.ts';
import type { Logic } from './logic.ts';

/** What the value of another type has under a name: the engines would find it, where we say that it is absent. */
const builtIn = /^(?:\d+|length|constructor|prototype|__proto__)$/;

/**
 * Reads an attribute; null where it is absent.
 * @throws UnsupportedError if flagd would read something else under this name
 */
export function attribute(name: string): Logic {
  const [first = '', ...further] = name.split('.');
  const parts = [first, ...further];
  const trouble =
    name.startsWith('$flagd') || parts.includes('') || /[\\/]/.test(name) || parts.includes('__proto__') || further.some((part) => builtIn.test(part)); // prettier-ignore
  if (trouble) throw new UnsupportedError(`flagd reads an attribute called "${name}" differently`);
  return { var: name };
}
