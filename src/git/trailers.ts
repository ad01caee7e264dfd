import { isSpace, trim } from './white-space.ts';

/** The trailers at the end of a commit's message, and where they are in it. */
export interface TrailerBlock {
  /** Index of the first character of the block; the length of the message if it has none. */
  readonly start: number;
  /** Names as they are written, with unfolded values, in their order. */
  readonly trailers: readonly (readonly [name: string, value: string])[];
}

/** Lines that git itself writes: where there is one, other lines may be among the trailers. */
const GENERATED: readonly string[] = ['Signed-off-by: ', '(cherry picked from commit '];

/** Everything below it is left out, as in the editor of `git commit --verbose`. */
const SCISSORS = '# ------------------------ >8 ------------------------\n';

/**
 * Reads trailers by the rules of git-interpret-trailers(1), as `git log --format=%(trailers)` does where nothing is
 * configured: what somebody has set below `trailer.*`, or as a comment character, must not decide what a commit says.
 *
 * They are the last paragraph, but never the first one, if all of its lines are trailers, or if one of them was written
 * by git and at least a quarter are trailers. Lines that start with a space go on with the one before. Comments count
 * for nothing.
 *
 * @param message from its first line that is not empty
 */
export function readTrailers(message: string): TrailerBlock {
  const end = endOfText(message);
  const start = startOfBlock(message.slice(0, end));
  if (start === end) return { start: message.length, trailers: [] };
  const trailers: [string, string][] = [];
  for (const line of foldedLines(message.slice(start, end))) {
    const separator = separatorOf(line);
    if (separator < 1) continue;
    trailers.push([trim(line.slice(0, separator)), unfold(trim(line.slice(separator + 1)))]);
  }
  return { start, trailers };
}

/** Without what git would strip: comments, empty lines and the list of conflicts at the end. */
function endOfText(message: string): number {
  const cutoff = message.startsWith(SCISSORS) ? 0 : message.indexOf(`\n${SCISSORS}`) + 1 || message.length;
  // 0 stands for none: git does not count a run that starts at the very beginning.
  let stripped = 0;
  let isInConflicts = false;
  for (let line = 0; line < cutoff; line = nextLine(message, line)) {
    if (message[line] === '#' || message[line] === '\n') {
      stripped ||= line;
    } else if (message.startsWith('Conflicts:\n', line)) {
      isInConflicts = true;
      stripped ||= line;
    } else if (!(isInConflicts && message[line] === '\t')) {
      stripped = 0;
      isInConflicts = false;
    }
  }
  return stripped || cutoff;
}

function startOfBlock(text: string): number {
  const title = endOfTitle(text);
  let trailers = 0;
  let others = 0;
  let isGenerated = false;
  let hasText = false;
  // They go on with a trailer if one comes before them, and are text of their own if not.
  let continuations = 0;
  for (let line = lastLine(text, text.length); line >= title; line = lastLine(text, line)) {
    if (text[line] === '#') {
      others += continuations;
      continuations = 0;
    } else if (isBlank(text, line)) {
      if (!hasText) continue;
      others += continuations;
      const isBlock = isGenerated ? trailers * 3 >= others : trailers > 0 && others === 0;
      return isBlock ? nextLine(text, line) : text.length;
    } else {
      hasText = true;
      const isGit = GENERATED.some((prefix) => text.startsWith(prefix, line));
      if (isGit || (!isSpace(text[line]) && separatorOf(text, line) > line)) {
        isGenerated ||= isGit;
        trailers++;
        continuations = 0;
      } else if (isSpace(text[line])) {
        continuations++;
      } else {
        others += 1 + continuations;
        continuations = 0;
      }
    }
  }
  return text.length;
}

/** Where the first paragraph ends. */
function endOfTitle(text: string): number {
  let line = 0;
  while (line < text.length && (text[line] === '#' || !isBlank(text, line))) line = nextLine(text, line);
  return line;
}

/** Lines with their continuations, and with the line ends in between. */
function foldedLines(block: string): string[] {
  const lines: string[] = [];
  let goesOn = false;
  for (let at = 0; at < block.length; at = nextLine(block, at)) {
    const line = block.slice(at, nextLine(block, at));
    if (goesOn && isSpace(line[0])) {
      lines.push(`${lines.pop()}${line}`);
    } else {
      lines.push(line);
      goesOn = separatorOf(line) >= 1;
    }
  }
  return lines;
}

/** Index of the colon behind a name of letters, digits and hyphens, which spaces may follow; -1 if there is none. */
function separatorOf(text: string, from = 0): number {
  let hasSpace = false;
  for (let at = from; at < text.length; at++) {
    const character = text[at] as string;
    if (character === ':') return at;
    if (!hasSpace && /[A-Za-z0-9-]/.test(character)) continue;
    if (at === from || (character !== ' ' && character !== '\t')) return -1;
    hasSpace = true;
  }
  return -1;
}

function unfold(value: string): string {
  return trim(value.replace(/\n[ \t\r\n]*/g, ' '));
}

function isBlank(text: string, line: number): boolean {
  let at = line;
  while (at < text.length && text[at] !== '\n' && isSpace(text[at])) at++;
  return at === text.length || text[at] === '\n';
}

function nextLine(text: string, line: number): number {
  return text.indexOf('\n', line) + 1 || text.length;
}

/** Start of the last line of the first `length` characters; -1 if there are none. */
function lastLine(text: string, length: number): number {
  if (length === 0) return -1;
  return length === 1 ? 0 : text.lastIndexOf('\n', length - 2) + 1;
}
