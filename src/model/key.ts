const form = /^[a-z0-9]+([._-][a-z0-9]+)*$/;

/** Whether a name can be the key of a flag or segment (format.md; the schemas' pattern for keys). */
export function isKey(name: string): boolean {
  return name.length >= 3 && name.length <= 100 && form.test(name);
}

/** The key nearest to a name: lower case, words joined by `-`; nothing where no key remains. */
export function toKey(name: string): string | undefined {
  const words = name
    .slice(0, 1000)
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase();
  const key = words
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/[._-]*([._-])/g, '$1')
    .replace(/^[._-]+|[._-]+$/g, '');
  return isKey(key) ? key : undefined;
}
