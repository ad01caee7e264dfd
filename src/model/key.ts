const form = /^[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/;

/** The form of keys in words, for messages. */
export const keyForm = 'keys are 2 to 100 letters and digits, joined by -, _ or .';

/** Whether a name can be the key of a flag or segment (format.md; the schemas' pattern for keys). */
export function isKey(name: string): boolean {
  return name.length >= 2 && name.length <= 100 && form.test(name);
}

/** How a project writes its keys; the manifest's `keys`. */
export type KeyStyle = 'kebab-case' | 'camelCase' | 'snake_case';

const styles: Readonly<
  Record<KeyStyle, { readonly form: RegExp; readonly join: (words: readonly string[]) => string }>
> = {
  'kebab-case': { form: /^[a-z0-9]+(-[a-z0-9]+)*$/, join: (words) => words.join('-') },
  camelCase: {
    form: /^[a-z0-9][A-Za-z0-9]*$/,
    join: ([first = '', ...rest]) => first + rest.map(capitalized).join(''),
  },
  snake_case: { form: /^[a-z0-9]+(_[a-z0-9]+)*$/, join: (words) => words.join('_') },
};

/** The styles that the manifest can name. */
export const keyStyles = Object.keys(styles) as readonly KeyStyle[];

/** Whether a key is in a style. */
export function isInStyle(key: string, style: KeyStyle): boolean {
  return styles[style].form.test(key);
}

/**
 * The key nearest to a name: `My Flag` and `myFlag` become `my-flag`.
 * @param style default: lower case, with the separators that the name has
 * @returns nothing where no key remains
 */
export function toKey(name: string, style?: KeyStyle): string | undefined {
  const words = name
    .slice(0, 1000)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/([._-])[._-]+/g, '$1')
    .replace(/^[._-]+|[._-]+$/g, '');
  const key = style === undefined ? words : styles[style].join(words.split(/[._-]/));
  return isKey(key) ? key : undefined;
}

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}
