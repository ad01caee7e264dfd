import type { Flag, FlagEnvironment } from '../model/flag.ts';

/** The enabled blocks of flags, numbered flag after flag: what is known of each can be in a typed array. */
export interface EnabledBlocks {
  readonly count: number;
  /** By block. */
  readonly blocks: readonly FlagEnvironment[];
  /** By block: the number of its environment. */
  readonly environments: readonly number[];
  /** By flag, and one more: where its blocks begin. */
  readonly offsets: Uint32Array;
  readonly environmentIds: ReadonlyMap<string, number>;
  /** The block of a flag in an environment; -1 where the flag is not enabled. */
  find(flag: number, environment: number): number;
}

/** A flag of more environments than this is looked up by a map instead of by going through them. */
const few = 16;

/** Numbers the enabled blocks of flags, in the order of the flags, then of their files. Linear in blocks. */
export function numberBlocks(flags: readonly Flag[]): EnabledBlocks {
  const environmentIds = new Map<string, number>();
  const blocks: FlagEnvironment[] = [];
  const environments: number[] = [];
  const offsets = new Uint32Array(flags.length + 1);
  const maps = new Map<number, Map<number, number>>();
  flags.forEach((flag, node) => {
    for (const name of Object.keys(flag.environments)) {
      const block = flag.environments[name]!;
      if (!block.enabled) continue;
      let id = environmentIds.get(name);
      if (id === undefined) environmentIds.set(name, (id = environmentIds.size));
      blocks.push(block);
      environments.push(id);
    }
    const start = offsets[node]!;
    offsets[node + 1] = blocks.length;
    if (blocks.length - start > few) {
      maps.set(node, new Map(environments.slice(start).map((id, index) => [id, start + index])));
    }
  });
  return {
    count: blocks.length,
    blocks,
    environments,
    offsets,
    environmentIds,
    find(flag, environment) {
      const start = offsets[flag]!;
      const end = offsets[flag + 1]!;
      if (end - start > few) return maps.get(flag)!.get(environment) ?? -1;
      for (let at = start; at < end; at++) if (environments[at] === environment) return at;
      return -1;
    },
  };
}
