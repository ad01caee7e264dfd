import { compactJson, shortJson } from './canonical-json.ts';
import { escapeUnseenInYaml } from './escape-unseen.ts';

/** Names that every YAML parser takes for a text, also those of YAML 1.1 that take `on` and `no` for truth values. */
const plainName = /^(?!(?:y|n|yes|no|on|off|true|false|null|nan|inf)$)[$A-Za-z][A-Za-z0-9_$/.-]*$/i;

/** A value that fits into so many columns is on one line. */
const columns = 100;

/** What is deeper is on one line, however long: indentation would be most of a large file. */
const deepest = 7;

/**
 * A value as YAML that is the same, byte for byte, for the same content: names in the order given, what is short on one
 * line as JSON with its names sorted, all texts in quotes. What is undefined is left out.
 */
export function blockYaml(value: object): string {
  const lines: string[] = [];
  writeBlock(value, 0, '', lines);
  return escapeUnseenInYaml(`${lines.join('\n')}\n`);
}

/** @param first what comes before the first line instead of its indentation */
function writeBlock(value: object, level: number, first: string, lines: string[]): void {
  const indent = '  '.repeat(level);
  let start = first === '' ? indent : first;
  if (Array.isArray(value)) {
    for (const item of value as unknown[]) {
      const short = shortText(item, level);
      if (short === undefined) writeBlock(item as object, level + 1, `${start}- `, lines);
      else lines.push(`${start}- ${short}`);
      start = indent;
    }
    return;
  }
  for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
    if (inner === undefined) continue;
    const label = `${start}${plainName.test(name) ? name : JSON.stringify(name)}:`;
    const short = shortText(inner, level);
    if (short === undefined) {
      lines.push(label);
      writeBlock(inner as object, level + 1, '', lines);
    } else {
      lines.push(`${label} ${short}`);
    }
    start = indent;
  }
}

function shortText(value: unknown, level: number): string | undefined {
  if (level >= deepest) return compactJson(value);
  const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return shortJson(value, isEmpty ? Infinity : columns - 2 * level);
}
