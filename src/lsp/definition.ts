import type { Location } from 'vscode-languageserver';
import type { Path } from '../diagnostic/diagnostic.ts';
import { fields, list } from '../model/read.ts';
import type { Project } from '../project/project.ts';
import { nodeAt } from '../source/locate.ts';
import { spanAt } from '../source/document.ts';
import { nameAt, namesIn, type Name } from './names.ts';
import type { File, EditorPlace } from './place.ts';
import { rangeOf, textWithRanges } from './text-ranges.ts';

/** Where something is defined: an empty path is the whole file. */
export interface FoundDefinition {
  readonly file: string;
  readonly path: Path;
}

/** Where what a name stands for is defined; undefined where nothing defines it. */
export async function definitionOf(
  project: Project,
  { kind, name, scope }: Name,
): Promise<FoundDefinition | undefined> {
  const { manifest, owners, systems, flags, segments } = project;
  switch (kind) {
    case 'flag':
      return wholeFile(flags.get(name)?.file);
    case 'segment':
      return wholeFile(segments.get(name)?.file);
    case 'team':
      return owners?.teams.has(name) ? { file: owners.file, path: ['teams', name] } : undefined;
    case 'role':
      return owners?.roles.has(name) ? { file: owners.file, path: ['roles', name] } : undefined;
    case 'system':
      return systems?.systems.has(name) ? { file: systems.file, path: ['systems', name] } : undefined;
    case 'environment':
      return inFile(project, manifest.file, ['environments', name]);
    case 'attribute':
      return inFile(project, manifest.file, ['context', 'attributes', name]);
    case 'type':
      return inFile(project, manifest.file, ['lifecycle', name]);
    case 'variant':
      return inFile(project, flags.get(scope)?.file, ['variants', name]);
    case 'rule':
      return ruleOf(project, scope, name);
    case 'lint-rule':
      return undefined;
  }
}

function wholeFile(file: string | undefined): FoundDefinition | undefined {
  return file === undefined ? undefined : { file, path: [] };
}

async function inFile(project: Project, file: string | undefined, path: Path): Promise<FoundDefinition | undefined> {
  if (file === undefined || !project.files.has(file)) return undefined;
  const { root } = await project.document(file);
  return nodeAt(root, path) ? { file, path } : undefined;
}

async function ruleOf(project: Project, scope: string, name: string): Promise<FoundDefinition | undefined> {
  const [key = '', environment = ''] = scope.split(' ');
  const file = project.flags.get(key)?.file;
  if (file === undefined) return undefined;
  const { value } = await project.document(file);
  const { rules } = fields(fields(fields(value).environments)[environment]);
  const index = list(rules).findIndex((rule) => fields(rule).name === name);
  return index < 0 ? undefined : { file, path: ['environments', environment, 'rules', index, 'name'] };
}

/** The place of a definition, for an editor to go to. */
export async function locationOf({ project, open, editor }: File, { file, path }: FoundDefinition): Promise<Location> {
  const document = await project.document(file);
  const last = path.at(-2) === undefined || typeof path.at(-2) === 'number' ? 'value' : 'key';
  const span = path.length === 0 ? { start: 0, end: 0 } : spanAt(document, path, last);
  return { uri: editor.uris.uri(open.absolute(file)), range: rangeOf(textWithRanges(document.text), span) };
}

/** Where the name under the cursor is defined. */
export async function goToDefinition(place: EditorPlace): Promise<Location | null> {
  const name = nameAt(namesIn(place), place.offset);
  const found = name && (await definitionOf(place.project, name));
  return found ? locationOf(place, found) : null;
}
