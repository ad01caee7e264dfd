import { stringify } from 'yaml';

/**
 * A string as it is written in a block mapping or sequence of YAML, on one line and quoted where it would otherwise
 * be read as something else: by YAML 1.2, or by the readers of 1.1 that take `on` and `yes` for booleans.
 */
export function scalarText(value: string): string {
  return stringify(value, { blockQuote: false, lineWidth: 0, compat: 'yaml-1.1' }).replace(/\n$/, '');
}
