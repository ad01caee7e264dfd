import type { CompiledSegment, ConditionDecision } from './condition.ts';
import { compileCondition, NO } from './condition.ts';
import type { SegmentDefinition } from './definition.ts';
import { DefinitionError } from './definition.ts';

interface Segment extends CompiledSegment {
  when: ConditionDecision;
  state: 'new' | 'open' | 'sound' | 'broken';
  uses: readonly Segment[];
  /** Why it is broken. */
  problem: string;
}

/**
 * The segments of a project, compiled when first used. Gives the segment of a key.
 * @throws DefinitionError if it, or one it uses, does not exist, is not well formed, or uses itself
 */
export function segmentCompiler(definitions: ReadonlyMap<string, SegmentDefinition>): (key: string) => CompiledSegment {
  const segments = new Map<string, Segment>();

  const intern = (key: string): Segment => {
    let segment = segments.get(key);
    if (segment === undefined) {
      segment = { key, when: NO, decidedIn: 0, held: false, state: 'new', uses: [], problem: '' };
      segments.set(key, segment);
    }
    return segment;
  };

  const open = (segment: Segment): void => {
    segment.state = 'open';
    const definition = definitions.get(segment.key);
    if (definition === undefined) return fail(segment, `segment "${segment.key}" does not exist`);
    const uses: Segment[] = [];
    try {
      segment.when = compileCondition(definition.when, (key) => {
        const used = intern(key);
        uses.push(used);
        return used;
      });
    } catch (error) {
      return fail(
        segment,
        `segment "${segment.key}": ${error instanceof DefinitionError ? error.message : 'malformed'}`,
      );
    }
    segment.uses = uses;
  };

  /** Depth first along the uses, on a stack of its own: chains of segments may be long. */
  const check = (root: Segment): void => {
    open(root);
    const path = [{ segment: root, next: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { segment } = top;
      const used = segment.uses[top.next];
      if (segment.state === 'broken' || used === undefined) {
        if (segment.state === 'open') segment.state = 'sound';
        path.pop();
      } else if (used.state === 'new') {
        open(used);
        path.push({ segment: used, next: 0 });
      } else if (used.state === 'open') {
        fail(segment, `segment "${used.key}" uses itself`);
      } else if (used.state === 'broken') {
        fail(segment, used.problem);
      } else {
        top.next++;
      }
    }
  };

  return (key) => {
    const segment = intern(key);
    if (segment.state === 'new') check(segment);
    if (segment.state === 'broken') throw new DefinitionError(segment.problem);
    return segment;
  };
}

function fail(segment: Segment, problem: string): void {
  segment.state = 'broken';
  segment.problem = problem;
}
