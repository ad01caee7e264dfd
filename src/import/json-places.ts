import type { Path } from '../diagnostic/diagnostic.ts';

/** What is looked for in a text: the steps of the paths, each once. */
interface Step {
  readonly next: Map<string | number, Step>;
  offset?: number;
}

/** An object or a list that is open while the text is walked. */
interface Open {
  readonly names: Set<string> | undefined;
  readonly step: Step | undefined;
  index: number;
}

/**
 * Where values are in a JSON text, by their paths: the offset of the value, or of the nearest one around it that is there.
 * The text is walked once.
 * @param text JSON that can be parsed
 */
export function jsonPlaces(text: string, paths: readonly Path[]): number[] {
  const root: Step = { next: new Map() };
  for (const path of paths) {
    let step = root;
    for (const name of path) {
      let next = step.next.get(name);
      if (next === undefined) step.next.set(name, (next = { next: new Map() }));
      step = next;
    }
  }
  walkJson(text, root);
  return paths.map((path) => {
    let offset = root.offset ?? 0;
    let step: Step | undefined = root;
    for (const name of path) {
      step = step?.next.get(name);
      offset = step?.offset ?? offset;
    }
    return offset;
  });
}

/** The offset of the first name that is twice in one object; undefined if there is none. `JSON.parse` keeps only the last. */
export const duplicateName = (text: string): number | undefined => walkJson(text, undefined);

/** Notes the offsets of the steps. @returns the offset of the first duplicate name, if duplicates are looked for */
function walkJson(text: string, root: Step | undefined): number | undefined {
  const open: Open[] = [];
  let step = root;
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const top = open.at(-1);
    if (character === ',' || character === ':' || character <= ' ') continue;
    if (character === '}' || character === ']') {
      open.pop();
      continue;
    }
    const end = character === '"' ? endOfString(text, at) : at;
    if (top?.names !== undefined && top.index < 0) {
      const name = JSON.parse(text.slice(at, end + 1)) as string;
      if (root === undefined && top.names.has(name)) return at;
      if (root === undefined) top.names.add(name);
      step = top.step?.next.get(name);
      top.index = 0;
      at = end;
      continue;
    }
    if (top !== undefined && top.names === undefined) step = top.step?.next.get(top.index++);
    else if (top !== undefined) top.index = -1;
    if (step !== undefined) step.offset ??= at;
    if (character === '{') open.push({ names: new Set(), step, index: -1 });
    else if (character === '[') open.push({ names: undefined, step, index: 0 });
    else at = character === '"' ? end : endOfWord(text, at);
  }
  return undefined;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at;
}

function endOfWord(text: string, start: number): number {
  let at = start;
  while (at + 1 < text.length && /[\w.+-]/.test(text[at + 1]!)) at++;
  return at;
}
