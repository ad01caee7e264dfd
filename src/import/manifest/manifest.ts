import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Json } from '../../evaluate/definition.ts';
import { field, fields, text, type Fields } from '../../model/read.ts';
import type { EngineImport, ImportedFlag, ImportInput } from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { nameVariants } from '../variants.ts';

const kinds: Readonly<Record<string, string>> = { boolean: 'boolean', string: 'string', integer: 'number', float: 'number', object: 'object' }; // prettier-ignore

/** The manifest of the OpenFeature CLI: keys, types and what code falls back to. Nothing is on. */
export function importManifest(value: unknown, input: ImportInput): EngineImport {
  const flags = field(fields(value), 'flags');
  if (typeof flags !== 'object' || flags === null || Array.isArray(flags)) {
    throw new UserError('this is not a manifest of OpenFeature: there is no "flags" object', 'name a flags.json of the OpenFeature CLI'); // prettier-ignore
  }
  const notes = new Notes();
  notes.lostFields(fields(value), [], ['$schema', 'flags']);
  const read = Object.entries(flags).flatMap(([key, flag]) => {
    const path = ['flags', key];
    return notes.about(key, () => readFlag(key, fields(flag), path, input, notes)) ?? [];
  });
  return { flags: read, segments: [], notes: notes.list, movements: [] };
}

function readFlag(key: string, flag: Fields, path: Path, { environments }: ImportInput, notes: Notes): ImportedFlag {
  notes.lostFields(flag, path, ['flagType', 'defaultValue', 'description']);
  const type = text(field(flag, 'flagType')) ?? '';
  const value = field(flag, 'defaultValue');
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) throw new RefusedImportError([...path, 'flagType'], `its type "${type}" is not known`);
  if (typeof value !== kind)
    throw new RefusedImportError([...path, 'defaultValue'], `its default value is not a ${kind}`);
  const facts = { description: text(field(flag, 'description')) };
  const states = Object.fromEntries(environments.known.map((name) => [name, false]));
  if (kind === 'boolean') {
    if (value === true) notes.changed([...path, 'defaultValue'], 'code falls back to true, and here it is off until somebody switches it on'); // prettier-ignore
    return { key, path, facts, variants: undefined, off: 'off', environments: states };
  }
  const { variants } = nameVariants([['off', value as Json]], [...path, 'defaultValue'], notes);
  return { key, path, facts, variants, off: 'off', environments: states };
}
