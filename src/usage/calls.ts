import { isKey } from '../model/key.ts';

/** The functions of a kit that are given the key of a flag: the first string among their first two arguments. */
const kits: Readonly<Record<string, readonly string[]>> = {
  openfeature: [
    ...spelled('get', ['boolean', 'string', 'number', 'integer', 'double', 'float', 'object'], ['value', 'details']),
    ...spelled('fetch', ['boolean', 'string', 'number', 'integer', 'float', 'object'], ['value', 'details']),
    ...spelled('', ['boolean', 'string', 'float', 'int', 'object'], ['value', 'value details']),
    ...spelled('use', ['boolean', 'string', 'number', 'object'], ['flag value', 'flag details']),
    ...spelled('get', ['bool', 'int', 'struct'], ['value', 'details']),
  ],
  launchdarkly: [
    'variation',
    'variationDetail',
    'variation_detail',
    'Variation',
    'VariationDetail',
    ...spelled(
      '',
      ['bool', 'boolean', 'string', 'int', 'integer', 'double', 'float', 'number', 'json', 'float64'],
      ['variation', 'variation detail'],
    ),
  ],
  unleash: ['isEnabled', 'is_enabled', 'IsEnabled', 'getVariant', 'get_variant', 'GetVariant', 'useFlag', 'useVariant'],
};

/** The functions that `code.calls` names: kits stand for theirs. */
export function callNames(calls: readonly string[]): string[] {
  return [...new Set(calls.flatMap((call) => (Object.hasOwn(kits, call) ? (kits[call] ?? []) : [call])))];
}

/** `getBooleanValue`, `GetBooleanValue`, `GetBooleanValueAsync`, `get_boolean_value` of every combination. */
function spelled(verb: string, types: readonly string[], endings: readonly string[]): string[] {
  return types.flatMap((type) =>
    endings.flatMap((ending) => {
      const words = [...(verb === '' ? [] : [verb]), type, ...ending.split(' ')];
      const pascal = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
      return [pascal.charAt(0).toLowerCase() + pascal.slice(1), pascal, `${pascal}Async`, words.join('_')];
    }),
  );
}

/** A part of the code that an argument may be in. */
const window = 400;

/** Type arguments, the opening bracket, one argument that is not a string, the name of the argument, and the string. */
const argument =
  /^\s{0,40}(?:<[^<>()]{0,100}>\s{0,20})?\(\s{0,80}(?:(?!flag_?key|key)[A-Za-z_$][\w$.]{0,60}(?:\(\))?\s{0,20},\s{0,80})?(?:(?:flag_?key|key|name|flag)\s{0,20}[:=]\s{0,20})?@?(["'`])([^"'`\\\n]{2,100})\1/i;

/** The key that a call is given, if it is written there: where it is in bytes, end exclusive. */
export function keyArgument(
  bytes: Buffer,
  end: number,
): { readonly key: string; readonly start: number; readonly end: number } | undefined {
  // Nearly all names that are called otherwise are told apart by the next byte.
  const next = bytes[end];
  if (next !== 0x28 && next !== 0x3c && next !== 0x20 && next !== 0x0a && next !== 0x0d && next !== 0x09)
    return undefined;
  const match = argument.exec(bytes.toString('latin1', end, Math.min(bytes.length, end + window)));
  const key = match?.[2];
  if (match === null || key === undefined || !isKey(key)) return undefined;
  const stop = end + match[0].length - 1;
  return { key, start: stop - key.length, end: stop };
}
