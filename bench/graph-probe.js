// node graph-probe.js flagwright|graphlib layers|chain FLAGS: builds a dependency graph of flags, sorts it, looks for
// cycles, and prints what each step took in milliseconds. To be bundled.
import { performance } from 'node:perf_hooks';
import { alg, Graph } from 'graphlib';
import { components } from '../src/graph/components.ts';
import { cycles } from '../src/graph/cycles.ts';
import { dependencyGraph } from '../src/graph/dependency-graph.ts';
import { readFlag } from '../src/model/flag.ts';

const [, , contender, shape, count] = process.argv;
const size = Number(count);
const steps = shape === 'chain' ? [1] : [1, 7, 61];
const flags = new Map(
  Array.from({ length: size }, (_, at) => {
    const prerequisites = steps.filter((step) => step <= at).map((step) => ({ flag: `flag-${at - step}` }));
    return [
      `flag-${at}`,
      readFlag(`flag-${at}`, `flag-${at}.flag.yaml`, { prerequisites, environments: { production: true } }),
    ];
  }),
);

const took = {};
let begin = performance.now();
const first = begin;
function step(name) {
  const now = performance.now();
  took[name] = now - begin;
  begin = now;
}

let failure;
try {
  if (contender === 'flagwright') {
    const graph = dependencyGraph({ flags, segments: new Map(), systems: undefined });
    const rows = graph.rows('prerequisite');
    step('build');
    const parts = components(rows);
    step('sort');
    if (cycles(rows, parts, (node) => graph.nodes[node].key).length > 0) throw new Error('there is no cycle');
    step('cycles');
  } else {
    const graph = new Graph();
    for (const key of flags.keys()) graph.setNode(key);
    for (const { key, prerequisites } of flags.values()) for (const { flag } of prerequisites) graph.setEdge(key, flag);
    step('build');
    alg.topsort(graph);
    step('sort');
    if (alg.findCycles(graph).length > 0) throw new Error('there is no cycle');
    step('cycles');
  }
} catch (error) {
  if (!(error instanceof RangeError)) throw error;
  failure = 'overflows the stack';
}
process.stdout.write(JSON.stringify({ ...took, total: performance.now() - first, failure }));
