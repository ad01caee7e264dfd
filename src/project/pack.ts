import {
  booleanVariants,
  type Extension,
  type Flag,
  type FlagEnvironment,
  type PrerequisiteReference,
  type UnknownVariant,
} from '../model/flag.ts';
import { ownFields } from '../model/read.ts';
import type { Serving } from '../model/serving.ts';
import type { Segment, SegmentReference } from '../model/segment.ts';
import type { FileRecord } from './file-record.ts';

/**
 * Records as they are kept: lists instead of fields, and nothing that the path of the file says already. Loading ten
 * thousand of them takes a third of the time it takes as they are.
 */
export type Packed = readonly unknown[];

/** @see unpackRecord */
export function packRecord({ flag, segment, spec, problems, suppressions }: FileRecord): Packed {
  const rest = problems.length > 0 || suppressions.length > 0 || spec ? [problems, suppressions, spec ?? 0] : [];
  if (flag) return [packFlag(flag), ...rest];
  return segment ? [packSegment(segment), ...rest] : [0, ...rest];
}

/**
 * The record that was packed, of a file with this path and key. Its summary is unpacked when it is first asked for.
 * @param text the packed record as JSON
 */
export function unpackRecord(kind: string, key: string, file: string, text: string): FileRecord {
  let packed: Packed | undefined;
  const slot = (at: number): unknown => (packed ??= JSON.parse(text) as Packed)[at];
  // Nearly all files have nothing but a summary; see `packRecord`.
  const isPlain = !text.includes('"rule"');
  let flag: Flag | undefined;
  let segment: Segment | undefined;
  return {
    get flag() {
      return kind === 'flag' ? (flag ??= unpackFlag(key, file, slot(0) as Packed)) : undefined;
    },
    get segment() {
      return kind === 'segment' ? (segment ??= unpackSegment(key, file, slot(0) as Packed)) : undefined;
    },
    get spec() {
      return kind === 'spec' ? (slot(3) as FileRecord['spec']) : undefined;
    },
    problems: isPlain ? [] : ((slot(1) ?? []) as FileRecord['problems']),
    suppressions: isPlain ? [] : ((slot(2) ?? []) as FileRecord['suppressions']),
  };
}

/** Absent values are 0, which no field has: JSON would spell out `null`. */
type Slot<T> = T | 0;

const absent = <T>(value: T | undefined): Slot<T> => value ?? 0;
const present = <T>(slot: Slot<T>): T | undefined => (slot === 0 ? undefined : slot);

type PackedServing = string | readonly [variant: string, from: number | null, until: number | null, all?: 1];
type PackedEnvironment = readonly [enabled: 0 | 1, serves: readonly PackedServing[], segments: readonly string[]];
type PackedFlag = readonly [
  type: Slot<string>,
  owner: Slot<string>,
  criticality: string,
  created: Slot<string>,
  expires: Slot<string>,
  review: Slot<readonly [Slot<string>, Slot<string>]>,
  extensions: number,
  affects: readonly string[],
  tags: readonly string[],
  variants: Slot<readonly string[]>,
  off: string,
  prerequisites: readonly (string | readonly [string, ...string[]])[],
  conflicts: readonly string[],
  fallback: Slot<readonly [Slot<string>, Slot<string>]>,
  environments: readonly (string | PackedEnvironment)[],
  unknownVariants: Slot<readonly UnknownVariant[]>,
  reasoned: Slot<readonly Extension[]>,
  sketch?: readonly string[],
];

function packFlag(flag: Flag): PackedFlag {
  const { review, fallback, variants } = flag;
  const isBoolean = variants.length === 2 && variants[0] === 'on' && variants[1] === 'off';
  return [
    absent(flag.type),
    absent(flag.owner),
    flag.criticality,
    absent(flag.created),
    absent(flag.expires),
    review ? [absent(review.every), absent(review.last)] : 0,
    flag.extensions,
    flag.affects,
    flag.tags,
    isBoolean ? 0 : variants,
    flag.off,
    flag.prerequisites.map(({ flag: key, variants: wanted }) => (wanted ? [key, ...wanted] : key)),
    flag.conflicts,
    fallback ? [absent(fallback.flag), absent(fallback.system)] : 0,
    packEnvironments(flag.environments),
    absent(flag.unknownVariants),
    absent(flag.reasoned),
    ...(flag.sketch ? ([flag.sketch] as const) : ([] as const)),
  ];
}

/** Name and block in turn. */
function packEnvironments(environments: Flag['environments']): (string | PackedEnvironment)[] {
  const packed: (string | PackedEnvironment)[] = [];
  for (const name of Object.keys(environments)) packed.push(name, packEnvironment(environments[name]!));
  return packed;
}

function unpackFlag(key: string, file: string, packed: Packed): Flag {
  const [type, owner, criticality, created, expires, review, extensions, affects, tags, variants, off, ...rest] =
    packed as unknown as PackedFlag;
  const [prerequisites, conflicts, fallback, blocks, unknownVariants, reasoned, sketch] = rest;
  const entries: [string, FlagEnvironment][] = [];
  for (let at = 0; at < blocks.length; at += 2) {
    entries.push([blocks[at] as string, unpackEnvironment(blocks[at + 1] as PackedEnvironment)]);
  }
  const environments = ownFields(entries);
  return {
    key,
    file,
    type: present(type),
    owner: present(owner),
    criticality,
    created: present(created),
    expires: present(expires),
    review: review === 0 ? undefined : { every: present(review[0]), last: present(review[1]) },
    extensions,
    affects,
    tags,
    variants: variants === 0 ? booleanVariants : variants,
    off,
    prerequisites: prerequisites.map(unpackPrerequisite),
    conflicts,
    fallback: fallback === 0 ? undefined : { flag: present(fallback[0]), system: present(fallback[1]) },
    environments,
    ...(sketch && { sketch }),
    ...(unknownVariants !== 0 && { unknownVariants }),
    ...(reasoned !== 0 && { reasoned }),
  };
}

function unpackPrerequisite(packed: string | readonly [string, ...string[]]): PrerequisiteReference {
  return typeof packed === 'string' ? { flag: packed } : { flag: packed[0], variants: packed.slice(1) };
}

function packEnvironment({ enabled, serves, segments }: FlagEnvironment): PackedEnvironment {
  return [
    enabled ? 1 : 0,
    serves.map(({ variant, from, until, all }) => {
      if (from === undefined && until === undefined) return variant;
      return all ? [variant, from ?? null, until ?? null, 1] : [variant, from ?? null, until ?? null];
    }),
    packReferences(segments),
  ];
}

function unpackEnvironment([enabled, serves, segments]: PackedEnvironment): FlagEnvironment {
  return { enabled: enabled === 1, serves: serves.map(unpackServing), segments: unpackReferences(segments) };
}

function unpackServing(packed: PackedServing): Serving {
  if (typeof packed === 'string') return { variant: packed, from: undefined, until: undefined };
  const [variant, from, until, all] = packed;
  return { variant, from: from ?? undefined, until: until ?? undefined, ...(all && { all: true }) };
}

/** Key and pointer in turn. */
function packReferences(references: readonly SegmentReference[]): string[] {
  const packed: string[] = [];
  for (const { key, pointer } of references) packed.push(key, pointer);
  return packed;
}

function unpackReferences(packed: readonly string[]): SegmentReference[] {
  const references: SegmentReference[] = [];
  for (let at = 0; at < packed.length; at += 2)
    references.push({ key: packed[at] ?? '', pointer: packed[at + 1] ?? '' });
  return references;
}

function packSegment({ owner, segments, when }: Segment): Packed {
  return [absent(owner), packReferences(segments), ...(when === undefined ? [] : [when])];
}

function unpackSegment(key: string, file: string, [owner, segments, when]: Packed): Segment {
  return { key, file, owner: present(owner as Slot<string>), segments: unpackReferences(segments as string[]), when };
}
