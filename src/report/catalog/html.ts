import { prose } from '../../diagnostic/printable.ts';

/** Text that is HTML already. Only `markup` makes it, and pictures of Graphviz are: nothing that a user wrote is ever taken for markup. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template may hold: markup as it is, anything else as text; what is absent leaves nothing. */
export type MarkupPart = Markup | string | number | false | undefined | readonly MarkupPart[];

/** HTML from a template. Values are escaped for text and for quoted attributes alike. */
export function markup(template: TemplateStringsArray, ...values: readonly MarkupPart[]): Markup {
  let text = template[0]!;
  values.forEach((value, at) => (text += rendered(value) + template[at + 1]!));
  return new Markup(text);
}

function rendered(value: MarkupPart): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? escaped(value) : value.map(rendered).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A user's text on one line: no character that hides, and of a length that somebody reads. */
export function shownText(text: string): string {
  return prose(text.replace(/[\t\n\r]+/g, ' '));
}

function escaped(text: string): string {
  return shownText(text).replace(/[&<>"']/g, (character) => entities[character]!);
}
