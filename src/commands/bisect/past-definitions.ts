import type { FlagDefinition, SegmentDefinition } from '../../evaluate/definition.ts';
import type { History } from '../../history/history.ts';
import type { Version } from '../../history/version.ts';
import { readFlag } from '../../model/flag.ts';
import { fields } from '../../model/read.ts';
import { readSegment } from '../../model/segment.ts';
import { jsonLogicFor, type Definitions } from '../../project/definitions.ts';

/** Everything that a flag's value ever depended on: the flag, its prerequisites and their segments, by their versions. */
export interface PastDefinitions {
  /** The commits of the chain that changed the meaning of something of it, oldest first. */
  readonly changes: readonly { readonly commit: string; readonly position: number }[];
  /** The versions of each of these flags and segments, oldest first; those of the flag itself come first. */
  readonly versions: readonly (readonly Version[])[];
  /** The definitions as they were at a position of the chain, and so until the next change. */
  at(position: number): Promise<Definitions>;
}

interface Member {
  readonly kind: 'flag' | 'segment';
  readonly key: string;
}

/**
 * Reads the versions of a flag and of whatever one of these versions needed, transitively. Nothing else decides what it
 * gives: environments are those of the flag, not of the manifest.
 */
export async function pastDefinitions(history: History, flag: string): Promise<PastDefinitions> {
  const members = new Map<string, { readonly member: Member; readonly versions: readonly Version[] }>();
  const waiting: Member[] = [{ kind: 'flag', key: flag }];
  // A list is gone through to its end, with what is added meanwhile.
  for (const member of waiting) {
    const id = `${member.kind} ${member.key}`;
    if (members.has(id)) continue;
    const versions = await history.versions(member.kind, member.key);
    members.set(id, { member, versions });
    for (const version of versions) waiting.push(...neededBy(version, await history.value(version)));
  }
  const positions = new Map<number, string>();
  for (const { versions } of members.values()) {
    for (const { commit } of versions) positions.set(history.position(commit), commit);
  }
  return {
    changes: [...positions].map(([position, commit]) => ({ commit, position })).sort((a, b) => a.position - b.position),
    versions: [...members.values()].map(({ versions }) => versions),
    async at(position) {
      const flags = new Map<string, FlagDefinition>();
      const segments = new Map<string, SegmentDefinition>();
      for (const { member, versions } of members.values()) {
        const version = versions.findLast(({ commit }) => history.position(commit) <= position);
        if (version === undefined || version.state === 'removed') continue;
        // What cannot be read is there as what gives an error when evaluated.
        const value = fields(await history.value(version));
        const { key } = member;
        if (member.kind === 'flag') flags.set(key, { ...(value as object), key } as FlagDefinition);
        else segments.set(key, value as unknown as SegmentDefinition);
      }
      return { flags, segments, jsonLogic: await jsonLogicFor(flags.values()) };
    },
  };
}

function neededBy({ kind, key, path }: Version, value: unknown): Member[] {
  const segment = (one: { readonly key: string }): Member => ({ kind: 'segment', key: one.key });
  if (kind === 'segment') return readSegment(key, path, value).segments.map(segment);
  const { prerequisites, environments } = readFlag(key, path, value);
  return [
    ...prerequisites.map((one): Member => ({ kind: 'flag', key: one.flag })),
    ...Object.values(environments).flatMap(({ segments }) => segments.map(segment)),
  ];
}
