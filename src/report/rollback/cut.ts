/** What is shown of a long list, and how much is not. */
export interface Cut<Item> {
  readonly shown: readonly Item[];
  readonly left: number;
}

/** The beginning of a list. One entry is never left out for a line that says so. */
export function cut<Item>(all: readonly Item[], most: number): Cut<Item> {
  const shown = all.length <= most + 1 ? all : all.slice(0, most);
  return { shown, left: all.length - shown.length };
}

/** Says that something was left out, and where it is. */
export function moreText(left: number, noun = ''): string {
  return `… and ${left} more${noun === '' ? '' : ` ${noun}`} (--format json has all)`;
}

/** Names in one line. */
export function namesText(names: readonly string[], most = 12): string {
  const { shown, left } = cut(names, most);
  return shown.join(', ') + (left > 0 ? ` and ${left} more` : '');
}
