import type { Problem } from '../diagnostic/problem.ts';
import type { FileKind } from '../model/file-kind.ts';
import { readFlag, type Flag } from '../model/flag.ts';
import { readSegment, type Segment } from '../model/segment.ts';
import { readSpec, type Spec } from '../model/spec.ts';
import { validateDocument } from '../schema/validate.ts';
import { decode } from '../source/decode.ts';
import { parseDocument, type Document } from '../source/document.ts';
import { findSuppressions, type Suppression } from '../source/suppression.ts';

/** Everything the project keeps of a file: plain data, determined by path and content alone. */
export interface FileRecord {
  readonly flag?: Flag | undefined;
  readonly segment?: Segment | undefined;
  readonly spec?: Spec | undefined;
  readonly problems: readonly Problem[];
  readonly suppressions: readonly Suppression[];
}

/** Looks at one file by itself, beyond its schema: the file rules of lint. */
export interface Inspector {
  /** Changes whenever the same file could give another result. */
  readonly signature: string;
  inspect(document: Document, kind: FileKind, key: string): readonly Problem[];
}

/** Parses, validates and inspects the text of a file, and sums it up. */
export function makeRecord(kind: FileKind, key: string, document: Document, inspector?: Inspector): FileRecord {
  const problems: Problem[] = [...document.problems];
  if (document.root !== undefined || document.problems.length === 0) {
    const { problems: invalid, sound } = validateDocument(kind, document);
    problems.push(...invalid);
    if (sound && inspector) problems.push(...inspector.inspect(document, kind, key));
  }
  const { file, value } = document;
  return {
    ...(kind === 'flag' && { flag: readFlag(key, file, value) }),
    ...(kind === 'segment' && { segment: readSegment(key, file, value) }),
    ...(kind === 'spec' && { spec: readSpec(file, value) }),
    problems,
    suppressions: findSuppressions(document),
  };
}

/** The document and record of a file's bytes. */
export function readRecord(
  kind: FileKind,
  key: string,
  file: string,
  bytes: Uint8Array,
  inspector?: Inspector,
): { document: Document; record: FileRecord } {
  const text = decode(file, bytes);
  if (typeof text === 'string') {
    const document = parseDocument(file, text);
    return { document, record: makeRecord(kind, key, document, inspector) };
  }
  const document = { ...parseDocument(file, ''), problems: [text] };
  return { document, record: makeRecord(kind, key, document) };
}
