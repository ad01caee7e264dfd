import type { Fix, Path } from '../diagnostic/diagnostic.ts';
import type { Problem } from '../diagnostic/problem.ts';
import { alternatives, didYouMean, nearest } from '../diagnostic/suggest.ts';
import type { FileKind } from '../model/file-kind.ts';
import { expiringTypes } from '../model/flag.ts';
import type { Manifest } from '../model/manifest.ts';
import { fields, list } from '../model/read.ts';
import { addingHelp } from '../schema/field-hints.ts';
import { nameOf, shown as quoted } from '../schema/wording.ts';
import { spanAt, type Document } from '../source/document.ts';

/** The types that flags of a project can have. */
export interface FlagTypes {
  /** Type → the built-in type that it is like; `undefined` where the manifest cannot be read, so that nothing is unknown. */
  readonly likes: ReadonlyMap<string, string> | undefined;
  /** Changes whenever another file would be found wrong. */
  readonly signature: string;
}

export function flagTypesOf({ environments, lifecycle }: Manifest): FlagTypes {
  const likes = Object.entries(lifecycle).map(([type, { like }]) => [type, like] as const);
  return { likes: environments && new Map(likes), signature: JSON.stringify(environments ? likes : null) };
}

/**
 * What the schema cannot say of types, as those of the project's own are in the manifest: that no type has this
 * name, and what a flag of such a type needs.
 */
export function checkTypes(document: Document, kind: FileKind, { likes }: FlagTypes): Problem[] {
  if (!likes || (kind !== 'flag' && kind !== 'policy')) return [];
  const file = fields(document.value);
  if (kind === 'policy') {
    return list(file.rules).flatMap((rule, index) =>
      list(fields(fields(rule).when).types).flatMap((type, at) =>
        unknownType(document, type, ['rules', index, 'when', 'types', at], likes),
      ),
    );
  }
  const like = likes.get(file.type as string);
  if (like === undefined) return unknownType(document, file.type, ['type'], likes);
  if (like === file.type) return [];
  const needed = expiringTypes.includes(like) ? 'retire' : 'review';
  return file[needed] === undefined ? [missing(document, needed, `a flag of type ${String(file.type)}`)] : [];
}

function unknownType(document: Document, type: unknown, path: Path, likes: ReadonlyMap<string, string>): Problem[] {
  if (typeof type !== 'string' || likes.has(type)) return [];
  const names = [...likes.keys()];
  const near = nearest(type, names);
  const span = spanAt(document, path);
  const [only] = near;
  const fix: Fix | undefined =
    near.length === 1 && only !== undefined ? { title: `write ${only}`, edits: [{ span, text: only }] } : undefined;
  return [
    {
      rule: 'invalid-value',
      message: `${nameOf(path)} cannot be ${quoted(type)}`,
      label: names.length <= 12 ? `not one of ${alternatives(names)}` : 'not a type of this project',
      help:
        didYouMean(type, names) ??
        'write one of them; a type of your own is declared under lifecycle in flagwright.yaml: NAME: { like: release }',
      at: { file: document.file, span },
      ...(fix && { fix }),
    },
  ];
}

function missing(document: Document, field: string, what: string): Problem {
  const at = { file: document.file, span: spanAt(document, ['type']) };
  return { rule: 'missing-field', message: `${what} needs "${field}"`, help: addingHelp(field), at };
}
