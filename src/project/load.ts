import type { Problem } from '../diagnostic/problem.ts';
import { manifestName, type FileKind } from '../model/file-kind.ts';
import type { Flag } from '../model/flag.ts';
import { readManifest, type Manifest } from '../model/manifest.ts';
import { readOwners, type Owners } from '../model/owners.ts';
import { readPolicyReferences, type PolicyReferences } from '../model/policy-references.ts';
import type { Segment } from '../model/segment.ts';
import type { Spec } from '../model/spec.ts';
import { readSystems, type Systems } from '../model/systems.ts';
import { FileTooLargeError, UnreadableFileError, type FileEntry, type FileTree } from '../platform/file-tree.ts';
import { decode } from '../source/decode.ts';
import { maxFileSize, parseDocument, type Document } from '../source/document.ts';
import { readRecord, unreadableRecord, type FileRecord, type Inspector } from './file-record.ts';
import { memberOf } from './membership.ts';
import type { Project, ProjectFile } from './project.ts';
import { RecordMap } from './record-map.ts';
import { RecordStore, type StoreFile } from './record-store.ts';

export interface LoadOptions {
  /** Called with the manifest once it is read, since settings may change what a file rule says. */
  readonly inspector?: (manifest: Manifest) => Inspector;
  /** Keeps records between runs; opened for projects large enough to gain by it. */
  readonly store?: (() => Promise<StoreFile>) | undefined;
  /** Identifies this version of the tool, with its schemas. */
  readonly toolVersion?: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** How many files are asked for at a time; their texts are dropped before the next. */
const batchSize = 256;

/** Fewer files than this are read faster than what is kept of them. */
const worthKeeping = 100;

/**
 * Reads the project in a folder of a tree. Files are parsed one after the other and only their records
 * kept, so memory does not grow with their texts. Never throws for what is in the files.
 */
export async function loadProject(tree: FileTree, folder: string, options: LoadOptions = {}): Promise<Project> {
  const loader = new Loader(tree, folder);
  const entries = (await tree.list(folder)).flatMap((entry) => {
    const member = memberOf(folder, entry.path);
    return member ? [{ entry, kind: member.kind, key: member.key }] : [];
  });
  const manifestPath = folder === '' ? manifestName : `${folder}/${manifestName}`;
  await loader.readSettings(entries.filter(({ entry }) => entry.path === manifestPath));
  const manifest = loader.manifest ?? readManifest(manifestPath, undefined);
  const inspector = options.inspector?.(manifest);
  loader.inspector = inspector;
  if (options.store && entries.length >= worthKeeping) {
    loader.store = new RecordStore(
      await options.store(),
      `2 ${options.toolVersion ?? ''} ${inspector?.signature ?? ''}`,
    );
  }
  const others = entries.filter(({ entry }) => entry.path !== manifestPath);
  for (let at = 0; at < others.length; at += batchSize) {
    await loader.readBatch(others.slice(at, at + batchSize));
    options.onProgress?.(Math.min(at + batchSize, others.length), others.length);
  }
  return loader.project(manifest);
}

interface Listed {
  readonly entry: FileEntry;
  readonly kind: FileKind;
  readonly key: string;
}

class Loader {
  readonly tree: FileTree;
  readonly folder: string;
  inspector: Inspector | undefined;
  store: RecordStore | undefined;
  manifest: Manifest | undefined;
  owners: Owners | undefined;
  systems: Systems | undefined;
  policy: PolicyReferences | undefined;
  readonly files = new Map<string, ProjectFile>();
  readonly flags = new RecordMap<Flag>();
  readonly segments = new RecordMap<Segment>();
  readonly specs: Spec[] = [];
  /** What decides what the project has to say beside the records. */
  readonly settings: (Uint8Array | string)[] = [];
  readonly duplicates: { kind: 'flag' | 'segment'; key: string; file: string }[] = [];

  constructor(tree: FileTree, folder: string) {
    this.tree = tree;
    this.folder = folder;
  }

  /** The manifest is read on its own, before anything that depends on it. */
  async readSettings(listed: readonly Listed[]): Promise<void> {
    for (const one of listed) await this.readWhole(one);
  }

  async readBatch(batch: readonly Listed[]): Promise<void> {
    const pending = batch.map((one) => {
      const record =
        this.store && isDefinition(one.kind)
          ? this.store.untouched({ path: one.entry.path, stamp: one.entry.stamp, kind: one.kind, key: one.key })
          : undefined;
      return { one, record, bytes: record || !isDefinition(one.kind) ? undefined : this.bytes(one.entry) };
    });
    for (const { one, record, bytes } of pending) {
      if (record) this.add(one, record);
      else if (!isDefinition(one.kind)) await this.readWhole(one);
      else {
        const content = await bytes;
        if (content instanceof Uint8Array) this.add(one, await this.definition(one, content));
        else if (content) {
          this.settings.push(JSON.stringify(content));
          this.add(one, unreadableRecord(one.kind, one.key, one.entry.path, content));
        }
      }
    }
  }

  private definition({ entry, kind, key }: Listed, bytes: Uint8Array): Promise<FileRecord> {
    const make = async (): Promise<FileRecord> =>
      (await readRecord(kind, key, entry.path, bytes, this.inspector)).record;
    return this.store ? this.store.byContent({ path: entry.path, stamp: entry.stamp, kind, key }, bytes, make) : make();
  }

  /** Settings files are few and needed whole, so they are never taken from the store. */
  private async readWhole(one: Listed): Promise<void> {
    const { entry, kind, key } = one;
    const bytes = await this.bytes(entry);
    this.settings.push(bytes instanceof Uint8Array ? bytes : JSON.stringify(bytes));
    if (!(bytes instanceof Uint8Array)) {
      this.add(one, unreadableRecord(kind, key, entry.path, bytes));
      return;
    }
    const { document, record } = await readRecord(kind, key, entry.path, bytes, this.inspector);
    if (kind === 'manifest') this.manifest = readManifest(entry.path, document.value);
    if (kind === 'owners') this.owners = readOwners(entry.path, document.value);
    if (kind === 'policy') this.policy = readPolicyReferences(entry.path, document.value);
    if (kind === 'systems') this.systems = readSystems(entry.path, document.value);
    this.add(one, record);
  }

  private async bytes(entry: FileEntry): Promise<Uint8Array | Problem> {
    const at = { file: entry.path, span: { start: 0, end: 0 } };
    if (entry.kind === 'link') {
      const message = 'this file is a symbolic link, which is not followed';
      return { rule: 'linked-file', message, help: 'put a copy of the file in its place', at };
    }
    if (entry.kind !== 'file') {
      const message = `the file cannot be read: it is ${entry.kind === 'submodule' ? 'a submodule' : 'no regular file'}`;
      return { rule: 'unreadable-file', message, help: 'give it another name, or put a file in its place', at };
    }
    const tooLarge = (size: number): Problem => {
      const mebibytes = (Math.ceil((size / maxFileSize) * 10) / 10).toFixed(1);
      const message = `the file is ${mebibytes} MiB; files over 1 MiB are not read`;
      return { rule: 'file-too-large', message, help: 'split it; a flag needs a few kilobytes', at };
    };
    if ((entry.size ?? 0) > maxFileSize) return tooLarge(entry.size ?? 0);
    try {
      const bytes = await this.tree.read(entry.path, maxFileSize);
      return bytes.length > maxFileSize ? tooLarge(bytes.length) : bytes;
    } catch (error) {
      if (error instanceof FileTooLargeError) return tooLarge(error.size);
      if (!(error instanceof UnreadableFileError)) throw error;
      const message = `the file cannot be read: ${error.message}`;
      return { rule: 'unreadable-file', message, help: 'check its permissions', at };
    }
  }

  private add({ entry, kind, key }: Listed, record: FileRecord): void {
    const file = entry.path;
    const { problems, suppressions } = record;
    this.files.set(file, { file, kind, key, contentId: this.store?.contentId(file), problems, suppressions });
    if (kind === 'flag') this.addKeyed(kind, this.flags, key, file, () => record.flag as Flag);
    if (kind === 'segment') this.addKeyed(kind, this.segments, key, file, () => record.segment as Segment);
    if (record.spec) this.specs.push(record.spec);
  }

  private addKeyed<T>(kind: 'flag' | 'segment', map: RecordMap<T>, key: string, file: string, make: () => T): void {
    if (map.has(key)) this.duplicates.push({ kind, key, file });
    else map.add(key, make);
  }

  project(manifest: Manifest): Project {
    const { tree, folder, owners, systems, policy, files, flags, segments, specs, duplicates } = this;
    const document = (file: string): Promise<Document> => readDocument(tree, file);
    const memory = this.store;
    for (const content of this.settings) memory?.observe(content);
    return { tree, folder, manifest, owners, systems, policy, files, flags, segments, specs, duplicates, memory, document }; // prettier-ignore
  }
}

function isDefinition(kind: FileKind): boolean {
  return kind === 'flag' || kind === 'segment' || kind === 'spec';
}

/** The document of a file; an empty one where it cannot be read, or is too large. */
export async function readDocument(tree: FileTree, file: string): Promise<Document> {
  return parseDocument(file, await readText(tree, file));
}

/** Its text alone. */
export async function readText(tree: FileTree, file: string): Promise<string> {
  try {
    const text = decode(file, await tree.read(file, maxFileSize));
    return typeof text === 'string' ? text : '';
  } catch (error) {
    if (error instanceof UnreadableFileError) return '';
    throw error;
  }
}
