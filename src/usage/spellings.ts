/** The other ways to spell a key that a manifest may ask for. */
const styles: Readonly<Record<string, (words: readonly string[]) => string>> = {
  camelCase: (words) => words.map((word, index) => (index === 0 ? word : capital(word))).join(''),
  PascalCase: (words) => words.map(capital).join(''),
  UPPER_SNAKE_CASE: (words) => words.join('_').toUpperCase(),
  snake_case: (words) => words.join('_'),
};

/** The words of a key, in lower case: `express-checkout`, `expressCheckout` and `EXPRESS_CHECKOUT` have the same two. */
function wordsOf(key: string): string[] {
  const words = key.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+[0-9]*|[A-Z]+[0-9]*|[0-9]+/g) ?? [];
  return words.map((word) => word.toLowerCase());
}

/** A text that stands for a flag in code. */
export interface Spelling {
  readonly text: string;
  /**
   * `dotted`: `-` and `.` are part of its word, so that nothing may go on behind them. `name`: an identifier, of which
   * members may be asked. `quoted`: a word of the language as well, so that it counts between quotation marks only.
   */
  readonly form: 'dotted' | 'name' | 'quoted';
}

/** How the key itself is looked for. */
function keySpelling(key: string): Spelling {
  if (/[-.]/.test(key)) return { text: key, form: 'dotted' };
  return { text: key, form: wordsOf(key).length > 1 ? 'name' : 'quoted' };
}

/**
 * How a flag is looked for: its key, and the aliases that differ from it.
 * @param aliases names of styles, as in `code.aliases`; others are passed over
 */
export function spellingsInCode(key: string, aliases: readonly string[]): Spelling[] {
  const words = wordsOf(key);
  const spellings = [keySpelling(key)];
  for (const alias of aliases) {
    const text = Object.hasOwn(styles, alias) ? styles[alias]?.(words) : undefined;
    if (text === undefined || text === '' || spellings.some((one) => one.text === text)) continue;
    // In capitals even a single word is a constant, and not a word of a sentence.
    const isName = words.length > 1 || (alias === 'UPPER_SNAKE_CASE' && text.length > 2);
    spellings.push({ text, form: isName ? 'name' : 'quoted' });
  }
  return spellings;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
