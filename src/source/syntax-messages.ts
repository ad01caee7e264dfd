/** What a problem of syntax says, and what to do about it; `{names}` are filled in where it is found. */
interface SyntaxMessage {
  readonly text: string;
  readonly help: string;
}

/** Everything that `yaml-syntax` can say, whoever finds it: the parser, the composer, or the decoder of bytes. */
export const syntaxMessages = {
  'tab-indentation': { text: 'a tab is used for indentation', help: 'indent with spaces' },
  'wrong-indentation': {
    text: 'this line does not fit the fields above it',
    help: 'align it with the fields it belongs to, or indent it further',
  },
  'too-little-indentation': {
    text: 'this line must be indented further',
    help: 'indent it more than the field it belongs to',
  },
  'misaligned-entry': {
    text: 'this line does not fit the list above it',
    help: 'align it with the other entries of the list',
  },
  'field-without-colon': {
    text: 'this line is not a field: there is no ":" after its name',
    help: 'write it as name: value',
  },
  'colon-without-space': { text: 'a space is missing after ":"', help: 'write a space after the colon: name: value' },
  'merge-conflict': {
    text: 'this file has unresolved merge conflicts',
    help: 'keep what is right of both sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>',
  },
  'second-colon': { text: 'this value holds ": ", which begins another field', help: 'put the value in quotes' },
  'unclosed-bracket': { text: 'this {bracket} is never closed', help: 'add the missing {closing}' },
  'stray-bracket': {
    text: 'this {bracket} closes nothing that was opened',
    help: 'remove it, or put the value in quotes',
  },
  'missing-comma': {
    text: 'a comma is missing between two entries',
    help: 'separate the entries of [ ] and { } by commas',
  },
  'stray-comma': { text: 'there is no value before this comma', help: 'remove the comma, or write a value before it' },
  'unclosed-quote': { text: 'this quote is never closed', help: 'add the missing {closing}' },
  'text-after-quote': {
    text: 'text follows the closing quote',
    help: 'put all of the value in quotes; inside single quotes, write a quote twice',
  },
  'unknown-escape': {
    text: 'this escape is not known in double quotes',
    help: 'double the backslash, or use single quotes',
  },
  'reserved-character': { text: 'a value cannot begin with {character}', help: 'put the value in quotes' },
  'block-header': {
    text: 'the text of | and > begins on the next line',
    help: 'put it there, indented, or put the value in quotes',
  },
  'inline-mapping': {
    text: 'a mapping cannot begin on the line of its field',
    help: 'begin it on the next line, indented',
  },
  'nameless-anchor': {
    text: '& and * name anchors, and no name follows',
    help: 'put text that begins with & or * in quotes',
  },
  'out-of-place': {
    text: 'this does not belong to the value before it',
    help: 'check the indentation, and quote text that begins with a special character',
  },
  'too-many-values': {
    text: 'this file holds more than 500,000 values',
    help: 'no file of a project needs as many; what long lists say belongs in an attribute of the context',
  },
  'second-document': { text: 'a second document begins here', help: 'keep one document in a file' },
  'end-marker': { text: 'an end marker comes before the document', help: 'remove the line ...' },
  directive: { text: 'YAML directives are not supported', help: 'remove the line' },
  tag: { text: 'the tag {tag} is not supported', help: 'remove the tag; quote a value to make it text' },
  'unknown-anchor': {
    text: 'there is no anchor &{name}',
    help: 'write &{name} before a value above, or the value itself here',
  },
  'alias-within-itself': { text: 'the alias *{name} is inside the value it names', help: 'write the value out' },
  'too-many-aliases': {
    text: 'the aliases of this file expand to more than {limit} values',
    help: 'write the values out',
  },
  'too-deep': {
    text: 'the value is nested more than {limit} levels deep',
    help: 'no file needs more than a few levels; look for a stray [ or {',
  },
  'no-field-name': { text: 'a field name must be plain text', help: 'write it as name: value' },
  'carriage-return': { text: 'a line ends with a lone carriage return', help: 'end lines with LF or CRLF' },
  'byte-order-mark': {
    text: 'a byte order mark is inside of the text',
    help: 'delete the invisible character',
  },
  'control-character': {
    text: 'the file holds a character that is not text',
    help: 'remove it, or write it as an escape in double quotes',
  },
  other: { text: 'this cannot be read as YAML: {reason}', help: 'correct it, or put the value in quotes' },
  'not-utf-8': { text: 'the file is not UTF-8 text', help: 'save it as UTF-8' },
} as const satisfies Readonly<Record<string, SyntaxMessage>>;

export type SyntaxKind = keyof typeof syntaxMessages;

/** A message and its help, filled in. */
export function sayOfSyntax(
  kind: SyntaxKind,
  data: Readonly<Record<string, string | number>> = {},
): { message: string; help: string } {
  const { text, help }: SyntaxMessage = syntaxMessages[kind];
  const fill = (template: string): string =>
    template.replace(/\{(\w+)\}/g, (whole, name: string) => (Object.hasOwn(data, name) ? String(data[name]) : whole));
  return { message: fill(text), help: fill(help) };
}
