import type { DependencyGraph, EdgeKind } from './dependency-graph.ts';

/** One that depends on a node, or that a node depends on, directly or through others. */
export interface Dependent {
  readonly key: string;
  /** Steps on the shortest way: 1 is direct. */
  readonly depth: number;
  /** The one it is reached through: `path.at(-2)`. */
  readonly via: string;
  /**
   * Keys on the shortest way from where it starts to this one, both included. Made when asked for: those of a chain
   * are together as long as the square of it.
   */
  readonly path: readonly string[];
}

/**
 * The flags that depend on flags through prerequisites, transitively: nearest first, then in the order of the project.
 * Of several ways of one length the path is that through the flag that comes first. Linear in what is reached.
 * @param keys flags to start from; they are left out themselves, also where they depend on each other. Those that do
 * not exist are passed over
 */
export function dependentsOf(graph: DependencyGraph, keys: Iterable<string>): readonly Dependent[] {
  return reachedFrom(graph, flagNodes(graph, keys), { kind: 'prerequisite', towards: 'dependents' });
}

/** The flags that flags depend on through prerequisites, in the same order and form. */
export function prerequisitesOf(graph: DependencyGraph, keys: Iterable<string>): readonly Dependent[] {
  return reachedFrom(graph, flagNodes(graph, keys), { kind: 'prerequisite', towards: 'dependencies' });
}

/** The flags and segments that use a segment, directly or through other segments, in the same order and form. */
export function usersOf(graph: DependencyGraph, segment: string): readonly SegmentUser[] {
  const node = graph.node('segment', segment);
  if (node === undefined) return [];
  const users = reachedFrom(graph, [node], { kind: 'segment', towards: 'dependents' });
  return users.map((user) => Object.assign(user, { kind: graph.nodes[user.node]!.kind }));
}

export interface SegmentUser extends Dependent {
  readonly kind: 'flag' | 'segment' | 'system';
}

/** What is reached in breadth-first order; its path is found by going back through those it was reached by. */
class Reached implements Dependent {
  readonly node: number;
  readonly depth: number;
  readonly #graph: DependencyGraph;
  readonly #before: Reached | undefined;

  constructor(graph: DependencyGraph, node: number, before?: Reached) {
    this.#graph = graph;
    this.#before = before;
    this.node = node;
    this.depth = before ? before.depth + 1 : 0;
  }

  get key(): string {
    return this.#graph.nodes[this.node]!.key;
  }

  get via(): string {
    return (this.#before ?? this).key;
  }

  get path(): readonly string[] {
    const keys = [this.key];
    for (let at = this.#before; at; at = at.#before) keys.push(at.key);
    return keys.reverse();
  }
}

function reachedFrom(
  graph: DependencyGraph,
  starts: readonly number[],
  { kind, towards }: { readonly kind: EdgeKind; readonly towards: 'dependents' | 'dependencies' },
): Reached[] {
  const seen = new Set(starts);
  const all: Reached[] = [];
  let level = [...seen].map((node) => new Reached(graph, node));
  while (level.length > 0) {
    const next: Reached[] = [];
    for (const one of level) {
      for (const { from, to } of graph[towards](one.node, kind)) {
        const node = towards === 'dependents' ? from : to;
        if (seen.has(node)) continue;
        seen.add(node);
        next.push(new Reached(graph, node, one));
      }
    }
    next.sort((a, b) => a.node - b.node);
    for (const one of next) all.push(one);
    level = next;
  }
  return all;
}

function flagNodes(graph: DependencyGraph, keys: Iterable<string>): number[] {
  return [...keys].flatMap((key) => graph.node('flag', key) ?? []);
}

/** A system that flags affect. What `systems.yaml` does not say is absent. */
export interface HitSystem {
  readonly name: string;
  readonly status: string | undefined;
  readonly owner: string | undefined;
  /** Which of the flags affect it, in the order given. */
  readonly flags: readonly string[];
}

export interface Hit {
  readonly systems: readonly HitSystem[];
  /** Owners of the flags, then of the systems; each once. */
  readonly owners: readonly string[];
}

/**
 * The systems that flags affect and everybody who owns one of either, each in order of first mention.
 * @param keys the flags: those that are hit, so usually one and its dependents that are active
 */
export function systemsHit({ project }: DependencyGraph, keys: Iterable<string>): Hit {
  const owners = new Set<string>();
  const through = new Map<string, Set<string>>();
  for (const key of new Set(keys)) {
    const flag = project.flags.get(key);
    if (!flag) continue;
    if (flag.owner !== undefined) owners.add(flag.owner);
    for (const name of flag.affects) {
      if (name === '') continue; // malformed: the schema says so
      const flags = through.get(name);
      if (flags) flags.add(key);
      else through.set(name, new Set([key]));
    }
  }
  const systems = [...through].map(([name, flags]) => {
    const system = project.systems?.systems.get(name);
    return { name, status: system?.status, owner: system?.owner, flags: [...flags] };
  });
  for (const { owner } of systems) if (owner !== undefined) owners.add(owner);
  return { systems, owners: [...owners] };
}
