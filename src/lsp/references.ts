import type { Location, Range } from 'vscode-languageserver';
import type { Flag } from '../model/flag.ts';
import { readDocument } from '../project/load.ts';
import type { Project, ProjectFile } from '../project/project.ts';
import { definitionOf, locationOf } from './definition.ts';
import { nameAt, namesIn, type Name, type Quote } from './names.ts';
import type { File, EditorPlace } from './place.ts';
import { rangeOf, textWithRanges } from './text-ranges.ts';

/** A place in one of the files of a project that names something. */
interface Mention {
  readonly file: string;
  /** Undefined where it is not written as it reads. */
  readonly range: Range | undefined;
  readonly quote: Quote;
  readonly isDefinition: boolean;
}

/** What a place is about: the name under the cursor, or the flag or segment that the file defines. */
export function subjectAt(place: EditorPlace): Name | undefined {
  const name = nameAt(namesIn(place), place.offset);
  if (name || place.offset > 0 || (place.kind !== 'flag' && place.kind !== 'segment')) return name;
  const span = { start: 0, end: 0 };
  return { kind: place.kind, name: place.key, span, quote: '', path: [], part: 'value', isDefinition: true, scope: '' };
}

/** Every place in the files of a project that names the same thing, in the order of files and of places. */
export async function mentionsOf(project: Project, wanted: Name): Promise<Mention[]> {
  const found: Mention[] = [];
  for (const file of project.files.values()) {
    if (!mayName(project, file, wanted)) continue;
    // Thousands of files may be read; none of them is kept.
    const document = await readDocument(project.tree, file.file);
    if (wanted.kind === 'attribute' && !document.text.includes(wanted.name)) continue;
    const text = textWithRanges(document.text);
    for (const { kind, name, scope, span, quote, isDefinition } of namesIn({ ...file, document })) {
      if (kind !== wanted.kind || name !== wanted.name || scope !== wanted.scope) continue;
      found.push({ file: file.file, range: span && rangeOf(text, span), quote, isDefinition });
    }
  }
  return found;
}

/** Whether a file could name something, by what is known of it without reading it. */
function mayName(project: Project, { file, kind, key }: ProjectFile, { kind: what, name, scope }: Name): boolean {
  if (kind === 'spec') return what !== 'flag' || specOf(project, file) === name;
  if (kind === 'segment') {
    const segment = project.segments.get(key);
    if (what === 'segment') return segment?.segments.some((one) => one.key === name) ?? true;
    return what === 'team' ? segment?.owner === name : what === 'attribute';
  }
  if (kind !== 'flag') return true;
  const flag = project.flags.get(key);
  // Of several files of one key the project knows the first alone.
  if (!flag || flag.file !== file) return true;
  return flagMayName(flag, what, name, scope.split(' ', 1)[0] ?? '');
}

function flagMayName(flag: Flag, what: Name['kind'], name: string, scope: string): boolean {
  const { key, prerequisites, conflicts, fallback, environments } = flag;
  switch (what) {
    case 'flag':
      return key === name || fallback?.flag === name || conflicts.includes(name) || needs(flag, name);
    case 'segment':
      return Object.values(environments).some(({ segments }) => segments.some((one) => one.key === name));
    case 'team':
      return flag.owner === name;
    case 'system':
      return flag.affects.includes(name) || fallback?.system === name;
    case 'environment':
      return Object.hasOwn(environments, name);
    case 'type':
      return flag.type === name;
    case 'variant':
    case 'rule':
      return key === scope || prerequisites.some((one) => one.flag === scope);
    case 'attribute':
      return true;
    default:
      return false;
  }
}

function needs({ prerequisites }: Flag, name: string): boolean {
  return prerequisites.some(({ flag }) => flag === name);
}

function specOf({ specs }: Project, file: string): string | undefined {
  return specs.find((spec) => spec.file === file)?.flag;
}

/** Everything that names what is under the cursor. */
export async function references(place: EditorPlace, withDefinition: boolean): Promise<Location[]> {
  const subject = subjectAt(place);
  if (!subject) return [];
  const found = await mentionsOf(place.project, subject);
  const locations = found
    .filter(({ isDefinition }) => withDefinition || !isDefinition)
    .flatMap((one) => locationIn(place, one) ?? []);
  if (!withDefinition || found.some(({ isDefinition }) => isDefinition)) return locations;
  const definition = await definitionOf(place.project, subject);
  return definition ? [await locationOf(place, definition), ...locations] : locations;
}

function locationIn({ editor, open }: File, { file, range }: Mention): Location | undefined {
  return range && { uri: editor.uris.uri(open.absolute(file)), range };
}

/** The same within one file, to be marked there. */
export function highlights(place: EditorPlace): { range: Location['range'] }[] {
  const names = namesIn(place);
  const wanted = nameAt(names, place.offset);
  if (!wanted) return [];
  const same = names.filter(
    ({ kind, name, scope }) => kind === wanted.kind && name === wanted.name && scope === wanted.scope,
  );
  return same.flatMap(({ span }) => (span ? [{ range: rangeOf(place.text, span) }] : []));
}
