import { lineStarts, positionAt } from '../../diagnostic/position.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { didYouMean } from '../../diagnostic/suggest.ts';
import { parseDocument, spanAt } from '../../source/document.ts';

/** What a mapping file says of flags, by their keys; as written, still unchecked. */
export type FlagMap = ReadonlyMap<string, MappedFields>;

export type MappedFields = { readonly [name in (typeof mappedFields)[number]]?: unknown };

const mappedFields = ['owner', 'type', 'expires', 'created', 'description', 'retire', 'review', 'criticality', 'tags'] as const; // prettier-ignore

/**
 * Reads a mapping file: `key: { owner, type, expires, … }`.
 * @param keys of the flags that are imported
 * @throws UserError that says where it is wrong
 */
export function readFlagMap(file: string, text: string, keys: ReadonlySet<string>): FlagMap {
  const document = parseDocument(file, text);
  const refuse = (offset: number, message: string, help?: string): never => {
    const { line, column } = positionAt(lineStarts(text), offset);
    throw new UserError(`${file}:${line}:${column}: ${message}`, help);
  };
  const form = 'write a mapping for each flag: new-search: { owner: search, type: release, expires: 2027-01-31 }';
  const [problem] = document.problems;
  if (problem) {
    const { at } = problem;
    const { start } = 'span' in at ? at.span : spanAt(document, at.path, at.part);
    refuse(start, problem.message, problem.help);
  }
  const map = new Map<string, MappedFields>();
  const { value } = document;
  if (!isMapping(value)) return refuse(0, 'it is not a mapping of flags', form);
  for (const [key, fields] of Object.entries(value)) {
    if (!keys.has(key)) refuse(spanAt(document, [key], 'key').start, `no flag "${key}" is imported`, didYouMean(key, keys)); // prettier-ignore
    if (!isMapping(fields)) return refuse(spanAt(document, [key]).start, `what it says of "${key}" is not a mapping`, form); // prettier-ignore
    const unknown = Object.keys(fields).find((name) => !(mappedFields as readonly string[]).includes(name));
    if (unknown !== undefined) {
      const help = didYouMean(unknown, mappedFields) ?? `it can be ${mappedFields.join(', ')}`;
      refuse(spanAt(document, [key, unknown], 'key').start, `"${unknown}" is not a field of a mapping file`, help);
    }
    map.set(key, fields as MappedFields);
  }
  return map;
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
