import { simpleLowerCase } from '../evaluate/lower-case.ts';

/** More ways to write a text than this are not tried. */
const maxCasings = 4_096;

/** Letters of which more than two forms come to one in lower case: the Kelvin, Ångström and Ohm signs, and their like. */
const further: Readonly<Record<string, string>> = {
  i: '\u0130', k: '\u212a', å: '\u212b', ω: '\u2126', θ: '\u03f4', ß: '\u1e9e',
  ǆ: '\u01c5', ǉ: '\u01c8', ǌ: '\u01cb', ǳ: '\u01f2',
}; // prettier-ignore

/** Ways to write a text. */
export interface Casings {
  readonly texts: Iterable<string>;
  /** Whether these are all; of very many, and of texts with rare letters, there are only the likeliest. */
  readonly areAll: boolean;
}

/** The texts that are the same as one if case is ignored, the likeliest first. */
export function casingsOf(text: string): Casings {
  const lower = simpleLowerCase(text);
  const likely = [text, lower, text.toUpperCase()].filter((one) => simpleLowerCase(one) === lower);
  const forms = [...lower].map(formsOf);
  const count = forms.reduce((product, { length }) => Math.min(product * length, maxCasings + 1), 1);
  if (count > maxCasings || /[\u1f80-\u1fff\ud800-\udfff]/.test(text)) return { texts: new Set(likely), areAll: false };
  return { texts: count === 1 ? [lower] : everyWay(likely, forms), areAll: true };
}

/** The letters that come to one in lower case. */
function formsOf(letter: string): readonly string[] {
  const forms = [letter, letter.toUpperCase(), further[letter] ?? ''];
  return [...new Set(forms.filter((form) => form.length === letter.length && simpleLowerCase(form) === letter))];
}

function* everyWay(likely: readonly string[], forms: readonly (readonly string[])[]): Generator<string> {
  yield* likely;
  const at = forms.map(() => 0);
  for (;;) {
    yield forms.map((letters, index) => letters[at[index]!]).join('');
    let index = at.length - 1;
    while (index >= 0 && ++at[index]! === forms[index]!.length) at[index--] = 0;
    if (index < 0) return;
  }
}
