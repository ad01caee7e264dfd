/** One word of JSON, with the space in front of it. */
const TOKEN =
  /[ \t\r\n]*(?:([{}[\]:,])|("(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/y;

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end' | 'end';

/** Where a text stops being JSON, as an offset in UTF-16 units; its length if it ends too early, or is JSON. */
export function jsonErrorOffset(text: string): number {
  const open: ('{' | '[')[] = [];
  let expected: Expected = 'value';
  TOKEN.lastIndex = 0;
  for (;;) {
    const start = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (match === null) return start + (/^[ \t\r\n]*/.exec(text.slice(start))?.[0].length ?? 0);
    const [, mark, string, other] = match;
    const after = next(expected, mark, string !== undefined, open);
    if (after === undefined) return TOKEN.lastIndex - (mark ?? string ?? other ?? '').length;
    expected = after;
  }
}

/** What may follow a word; nothing if the word may not be here. */
function next(
  expected: Expected,
  mark: string | undefined,
  isText: boolean,
  open: ('{' | '[')[],
): Expected | undefined {
  const closed = (): Expected => (open.length === 0 ? 'end' : ', or end');
  switch (expected) {
    case 'value':
    case 'value or ]':
      if (mark === undefined) return closed();
      if (mark === '{' || mark === '[') {
        open.push(mark);
        return mark === '{' ? 'key or }' : 'value or ]';
      }
      if (mark !== ']' || expected === 'value') return undefined;
      open.pop();
      return closed();
    case 'key':
    case 'key or }':
      if (isText) return ':';
      if (mark !== '}' || expected === 'key') return undefined;
      open.pop();
      return closed();
    case ':':
      return mark === ':' ? 'value' : undefined;
    case ', or end':
      if (mark === ',') return open.at(-1) === '{' ? 'key' : 'value';
      if (mark !== (open.at(-1) === '{' ? '}' : ']')) return undefined;
      open.pop();
      return closed();
    case 'end':
      return undefined;
  }
}
