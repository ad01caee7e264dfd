import type { Problem } from '../diagnostic/problem.ts';
import type { FileKind } from '../model/file-kind.ts';
import { readFlag, type Flag } from '../model/flag.ts';
import { readSegment, type Segment } from '../model/segment.ts';
import { readSpec, type Spec } from '../model/spec.ts';
import { acceptDocument, validateDocument } from '../schema/validate.ts';
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
export async function makeRecord(
  kind: FileKind,
  key: string,
  document: Document,
  inspector?: Inspector,
): Promise<FileRecord> {
  const problems: Problem[] = [...document.problems];
  // What follows from bad syntax is not a second mistake, so the schema is asked only about what was read whole.
  if (!document.problems.some((problem) => problem.rule === 'yaml-syntax')) {
    const { problems: invalid, sound } = acceptDocument(kind, document) ?? (await validateDocument(kind, document));
    problems.push(...invalid);
    if (sound && inspector) problems.push(...inspector.inspect(document, kind, key));
  }
  const { flag, segment, spec } = summary(kind, key, document.file, document.value);
  return { flag, segment, spec, problems, suppressions: findSuppressions(document) };
}

/** The record of a file that cannot be read. It still takes its key, so that nothing else seems to be missing. */
export function unreadableRecord(kind: FileKind, key: string, file: string, problem: Problem): FileRecord {
  return { ...summary(kind, key, file, undefined), problems: [problem], suppressions: [] };
}

function summary(
  kind: FileKind,
  key: string,
  file: string,
  value: unknown,
): Pick<FileRecord, 'flag' | 'segment' | 'spec'> {
  if (kind === 'flag') return { flag: readFlag(key, file, value) };
  if (kind === 'segment') return { segment: readSegment(key, file, value) };
  return kind === 'spec' ? { spec: readSpec(file, value) } : {};
}

/** The document and record of a file's bytes. */
export async function readRecord(
  kind: FileKind,
  key: string,
  file: string,
  bytes: Uint8Array,
  inspector?: Inspector,
): Promise<{ document: Document; record: FileRecord }> {
  const text = decode(file, bytes);
  if (typeof text === 'string') {
    const document = parseDocument(file, text);
    return { document, record: await makeRecord(kind, key, document, inspector) };
  }
  const document = { ...parseDocument(file, ''), problems: [text] };
  return { document, record: unreadableRecord(kind, key, file, text) };
}
