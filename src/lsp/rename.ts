import {
  ErrorCodes,
  ResponseError,
  type Range,
  type RenameFile,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { posix } from 'node:path';
import { fileName } from '../model/file-kind.ts';
import { fields, list, texts, type Fields } from '../model/read.ts';
import type { Project } from '../project/project.ts';
import { fitsKey } from '../policy/approvals.ts';
import { isPlain } from '../source/write-scalar.ts';
import { mentionsOf, subjectAt } from './references.ts';
import type { RenamedKind } from './name-patterns.ts';
import type { Name, Quote } from './names.ts';
import type { EditorPlace } from './place.ts';
import { rangeOf } from './text-ranges.ts';

/** What can be renamed, and how it may be called. */
const patterns: Partial<Readonly<Record<RenamedKind, RegExp>>> = {
  flag: /^(?=.{2,100}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  segment: /^(?=.{2,100}$)[A-Za-z0-9]+([._-][A-Za-z0-9]+)*$/,
  team: /^[a-z0-9]+([._-][a-z0-9]+)*$/,
  system: /^[a-z0-9]+([._-][a-z0-9]+)*$/,
  variant: /^[a-z][a-zA-Z0-9_-]*$/,
  rule: /^\S(.{0,98}\S)?$/u,
};

/** What an editor can do beside changing texts. */
export interface RenameSupport {
  readonly renamesFiles: boolean;
  /** It takes edits in an order of their own, files to rename among them. */
  readonly documentChanges: boolean;
}

function refuse(message: string): never {
  throw new ResponseError(ErrorCodes.InvalidRequest, message);
}

/** The name under the cursor, if it can be renamed. */
export function prepareRename(place: EditorPlace): { range: Range; placeholder: string } | null {
  const subject = subjectAt(place);
  if (!subject?.span || !patterns[subject.kind]) return null;
  return { range: rangeOf(place.text, subject.span), placeholder: subject.name };
}

/**
 * The edits that give something another name in all files, specs included, and their files other names where those are the
 * names. Renaming it back brings back every byte.
 * @throws ResponseError where that cannot be, with the reason
 */
export async function rename(
  place: EditorPlace,
  newName: string,
  { renamesFiles, documentChanges }: RenameSupport,
): Promise<WorkspaceEdit> {
  const subject = subjectAt(place) ?? refuse('there is nothing to rename here');
  const { kind, name } = subject;
  if (newName === name) return {};
  requireName(place.project, subject, newName);
  await requireKnown(place.project, subject, newName);
  const files = kind === 'flag' || kind === 'segment' ? filesNamed(place.project, kind, name) : [];
  if (files.length > 0 && !renamesFiles) {
    refuse(`the file name is the key of a ${kind}, and this editor cannot rename files`);
  }
  const uri = (file: string): string => place.editor.uris.uri(place.open.absolute(file));
  const changes: (TextDocumentEdit | RenameFile)[] = [];
  const edited = await editsOf(place.project, subject, newName);
  if (!documentChanges) return { changes: Object.fromEntries([...edited].map(([file, edits]) => [uri(file), edits])) };
  for (const [file, edits] of edited) {
    changes.push({ textDocument: { uri: uri(file), version: null }, edits });
  }
  for (const file of files) {
    changes.push({ kind: 'rename', oldUri: uri(file), newUri: uri(renamed(file, name, newName)) });
  }
  return { documentChanges: changes };
}

async function editsOf(project: Project, subject: Name, newName: string): Promise<Map<string, TextEdit[]>> {
  const edits = new Map<string, TextEdit[]>();
  for (const { file, range, quote } of await mentionsOf(project, subject)) {
    if (!range)
      refuse(`${file} names ${subject.name} in a way that cannot be edited: through an alias, or with escapes`);
    if (!fitsQuote(newName, quote))
      refuse(`${file} has ${subject.name} in quotes, and "${newName}" would need an escape in them`);
    const known = edits.get(file) ?? [];
    known.push({ range, newText: newName });
    edits.set(file, known);
  }
  return edits;
}

/** Whether a name reads in quotes as it is written there. */
function fitsQuote(name: string, quote: Quote): boolean {
  return quote === '' || !(name.includes(quote) || (quote === '"' && name.includes('\\')));
}

function requireName(project: Project, { kind, name, scope }: Name, newName: string): void {
  const pattern = patterns[kind];
  if (!pattern) refuse(`${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind} cannot be renamed`);
  if (!pattern.test(newName)) refuse(`"${newName}" cannot be the name of a ${kind}`);
  if (!isPlain(newName, true)) refuse(`"${newName}" would need quotes: YAML reads it as something else than a text`);
  const taken = new Set(namesOf(project, kind, scope).map((one) => one.toLowerCase()));
  if (newName.toLowerCase() !== name.toLowerCase() && taken.has(newName.toLowerCase())) {
    refuse(`there is a ${kind} "${newName}" already`);
  }
}

/** The names that something of a kind may not take. */
function namesOf({ flags, segments, owners, systems }: Project, kind: RenamedKind, scope: string): string[] {
  switch (kind) {
    case 'flag':
      return [...flags.keys()];
    case 'segment':
      return [...segments.keys()];
    case 'team':
      return [...(owners?.teams.keys() ?? [])];
    case 'system':
      return [...(systems?.systems.keys() ?? [])];
    case 'variant':
      return [...(flags.get(scope)?.variants ?? [])];
    default:
      return [];
  }
}

/** Sees that what is renamed is there, once, and that nothing names it in a way that is not seen. */
async function requireKnown(project: Project, { kind, name, scope }: Name, newName: string): Promise<void> {
  const twin = project.duplicates.find((one) => one.kind === kind && one.key === name);
  if (twin) refuse(`two files define "${name}"; remove one of them first`);
  if (kind !== 'rule' && !namesOf(project, kind, scope).includes(name)) refuse(`there is no ${kind} "${name}"`);
  if (kind !== 'variant' && kind !== 'rule') return;
  const [key = '', environment = ''] = scope.split(' ');
  const flag = project.flags.get(key);
  if (!flag) refuse(`there is no flag "${key}"`);
  const value = fields((await project.document(flag.file)).value);
  if (kind === 'variant') return requireVariant(value, key, name, newName);
  const names = list(fields(fields(value.environments)[environment]).rules).map((rule) => fields(rule).name);
  if (!names.includes(name)) refuse(`${key} has no rule "${name}" in ${environment}`);
  if (names.includes(newName)) refuse(`${key} has a rule "${newName}" in ${environment} already`);
}

function requireVariant(flag: Fields, key: string, name: string, newName: string): void {
  if (flag.variants === undefined) refuse(`the variants of ${key} are those of every boolean flag`);
  if (name === 'off' && !('off' in flag)) refuse('the off variant is called "off" unless `off` names it');
  const blocks = Object.values(fields(flag.environments));
  if (blocks.some((block) => 'targeting' in fields(block))) {
    refuse(`${key} has JsonLogic, which may name the variant in ways that cannot be seen`);
  }
  const serveOn = blocks.some((block) => block === true || !('otherwise' in fields(block)));
  if (serveOn && (name === 'on' || newName === 'on')) {
    refuse('environments without `otherwise` serve the variant that is called "on"');
  }
}

/** The files whose names hold the key of a flag or segment: its own, and specs that are called after it. */
function filesNamed(project: Project, kind: 'flag' | 'segment', key: string): string[] {
  const own = kind === 'flag' ? project.flags.get(key)?.file : project.segments.get(key)?.file;
  const specs = kind === 'flag' ? project.specs.filter((spec) => spec.flag === key).map(({ file }) => file) : [];
  const named = specs.filter((file) => posix.basename(file) === fileName('spec', key));
  return own === undefined ? [] : [own, ...named];
}

/** What somebody who gave a flag another name has to know; nothing where it makes no difference to anybody. */
export async function renameWarning(
  { project }: EditorPlace,
  { kind, name }: Name,
  newName: string,
): Promise<string | undefined> {
  const flag = kind === 'flag' ? project.flags.get(name) : undefined;
  if (!flag) return undefined;
  const lost = await patternsThatDiffer(project, name, newName);
  if (lost.length > 0)
    return `Rules of policy.yaml for ${lost.join(', ')} apply to ${name} or ${newName}, but not to both.`;
  const { seed, environments } = fields((await project.document(flag.file)).value);
  const serves = Object.values(fields(environments)).flatMap((block) => [
    fields(block).otherwise,
    ...list(fields(block).rules).map((rule) => fields(rule).serve),
  ]);
  if (seed !== undefined || !serves.some((serve) => typeof serve === 'object' && serve !== null)) return undefined;
  return `The key of ${name} decided who is in which part of its splits. Add \`seed: ${name}\` to keep it so.`;
}

/** The patterns of the policy that fit one of two keys and not the other. */
async function patternsThatDiffer({ policy, ...project }: Project, name: string, newName: string): Promise<string[]> {
  if (!policy) return [];
  const { value } = await project.document(policy.file);
  const written = list(fields(value).rules).flatMap((rule) => texts(fields(fields(rule).when).flags));
  // A key that is written out is renamed with the flag.
  const patterns = written.filter((pattern) => pattern.includes('*'));
  return patterns.filter((pattern) => fitsKey(pattern, name) !== fitsKey(pattern, newName));
}

function renamed(file: string, name: string, newName: string): string {
  const base = posix.basename(file);
  return posix.join(posix.dirname(file), newName + base.slice(name.length));
}
