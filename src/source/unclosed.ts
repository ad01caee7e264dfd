/** An opening bracket or quote. */
export interface Opening {
  readonly offset: number;
  readonly character: '[' | '{' | '"' | "'";
}

/**
 * The innermost bracket or quote that is still open at an offset, read as loosely as broken YAML must be: what
 * opens counts only where a value can begin, comments are passed over.
 */
export function findUnclosed(text: string, end: number): Opening | undefined {
  const open: Opening[] = [];
  let valueMayBegin = true;
  for (let at = 0; at < end; at++) {
    const c = text[at] as string;
    const top = open.at(-1);
    if (top?.character === '"' || top?.character === "'") {
      if (c === '\\' && top.character === '"') at++;
      else if (c === top.character && c === "'" && text[at + 1] === "'") at++;
      else if (c === top.character) open.pop();
      continue;
    }
    if (c === '#' && (at === 0 || /\s/.test(text[at - 1] as string))) {
      const lineEnd = text.indexOf('\n', at);
      at = lineEnd < 0 ? end : lineEnd - 1;
    } else if ((c === '"' || c === "'") && valueMayBegin) {
      open.push({ offset: at, character: c });
      valueMayBegin = false;
    } else if ((c === '[' || c === '{') && (valueMayBegin || open.length > 0)) {
      open.push({ offset: at, character: c });
      valueMayBegin = true;
    } else if ((c === ']' || c === '}') && open.length > 0) {
      open.pop();
    } else if (c === '\n') {
      valueMayBegin = true;
    } else if (c !== ' ' && c !== '\t' && c !== '\r') {
      valueMayBegin = c === ':' || c === ',' || c === '-' || c === '?';
    }
  }
  return open.at(-1);
}
