import type { Path } from '../diagnostic/diagnostic.ts';
import { lineStarts, positionAt, type Position } from '../diagnostic/position.ts';
import { UserError } from '../diagnostic/user-error.ts';
import { decode } from '../source/decode.ts';
import { parseDocument, spanAt, type Document } from '../source/document.ts';
import { duplicateName, jsonPlaces } from './json-places.ts';
import { yamlPlaces } from './yaml-places.ts';

/** A file of another engine, read. */
export interface ImportSource {
  /** As it was named. */
  readonly file: string;
  readonly value: unknown;
  /** The file that a value is in, by its path. */
  fileOf(path: Path): string;
  /** Where values are, by their paths; of one that is not there, the nearest around it. */
  positions(paths: readonly Path[]): readonly Position[];
}

/** Nothing that people write is nested as deep. */
const mostLevels = 60;

/**
 * Reads JSON or YAML.
 * @param bytes UTF-8
 * @throws UserError that says where it cannot be read
 */
export function readSource(file: string, bytes: Uint8Array): ImportSource {
  const decoded = decode(file, bytes);
  if (typeof decoded !== 'string') throw new UserError(`${file} is not UTF-8 text`, 'save it as UTF-8');
  const text = decoded.replace(/^\ufeff/, '');
  if (text.trim() === '') throw new UserError(`${file} is empty`, 'name the file that the other tool wrote');
  const json = parseJson(text);
  const source = json === undefined ? yamlSource(file, text) : jsonSource(file, text, json.value);
  if (isDeep(source.value)) throw new UserError(`${file} is nested more than ${mostLevels} levels deep`, 'such flags cannot be imported'); // prettier-ignore
  return source;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function jsonSource(file: string, text: string, value: unknown): ImportSource {
  const duplicate = duplicateName(text);
  if (duplicate !== undefined) {
    const { line, column } = positionAt(lineStarts(text), duplicate);
    const help = 'only one of the two would count: remove the other';
    throw new UserError(`${file}:${line}:${column}: a name is twice in one object`, help);
  }
  return {
    file,
    value,
    fileOf: () => file,
    positions(paths) {
      const starts = lineStarts(text);
      return jsonPlaces(text, paths).map((offset) => positionAt(starts, offset));
    },
  };
}

function yamlSource(file: string, text: string): ImportSource {
  const document: Document = parseDocument(file, text);
  const [problem] = document.problems;
  const starts = lineStarts(text);
  if (problem) {
    const { at } = problem;
    const { start } = 'span' in at ? at.span : spanAt(document, at.path, at.part);
    const { line, column } = positionAt(starts, start);
    throw new UserError(`${file}:${line}:${column}: it is neither JSON nor YAML: ${problem.message}`, problem.help);
  }
  return {
    file,
    value: document.value,
    fileOf: () => file,
    positions: (paths) => yamlPlaces(document.root, paths).map((offset) => positionAt(starts, offset)),
  };
}

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > mostLevels) return true;
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
  }
  return false;
}
