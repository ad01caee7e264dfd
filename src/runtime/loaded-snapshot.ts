import { compileFlags } from '../evaluate/compile.ts';
import type { TargetingCompiler } from '../evaluate/compile-flag.ts';
import type { FlagDefinition, Json, SegmentDefinition, Weights } from '../evaluate/definition.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import { hasItsDigest } from './canonical-text.ts';
import { prerequisiteProblem } from './prerequisite-problem.ts';
import type { FlagDocument, ServingDocument, SnapshotDocument } from './snapshot-document.ts';
import { SnapshotError } from './snapshot-error.ts';
import { snapshotShape } from './snapshot-shape.ts';

/** A snapshot that was found sound and is ready to be evaluated. It never changes. */
export interface LoadedSnapshot {
  readonly document: SnapshotDocument;
  /** As it came, for caches. */
  readonly text: string;
  readonly flags: ReadonlyMap<string, LoadedFlag>;
  readonly evaluator: Evaluator;
  /** Evaluates as if no flag had JsonLogic; nothing where none has. */
  readonly simpler: Evaluator | undefined;
  /** How many steps JsonLogic has taken so far. */
  readonly stepsTaken: () => number;
  /** Whether any flag depends on the time. */
  readonly timed: boolean;
}

interface LoadedFlag {
  readonly document: FlagDocument;
  readonly onFailure: { readonly variant: string; readonly value: Json };
}

/**
 * Makes a text into a snapshot, all of it or nothing: shape, digest, every flag compiles, every prerequisite exists, none
 * needs itself.
 * @param environment that it must be of
 * @throws SnapshotError
 */
export async function loadSnapshot(text: string, environment: string): Promise<LoadedSnapshot> {
  try {
    return await load(text, environment);
  } catch (error) {
    if (error instanceof SnapshotError) throw error;
    // Nested so deeply that it overflows the stack, for one.
    throw new SnapshotError('the snapshot cannot be read', { cause: error });
  }
}

async function load(text: string, environment: string): Promise<LoadedSnapshot> {
  const document = parse(text);
  if (document.environment !== environment) {
    throw new SnapshotError(`the snapshot is of ${JSON.stringify(document.environment).slice(0, 100)}, not of ${JSON.stringify(environment)}`); // prettier-ignore
  }
  if (!hasItsDigest(document)) throw new SnapshotError('the digest of the snapshot does not fit what is in it');
  const entries = Object.entries(document.flags);
  const problem = prerequisiteProblem(document.flags);
  if (problem !== undefined) throw new SnapshotError(problem);

  const hasLogic = entries.some(([, flag]) => flag.targeting !== undefined);
  const segments = new Map<string, SegmentDefinition>(Object.entries(document.segments));
  // Only snapshots that have some load what interprets it.
  const logic = hasLogic ? await import('../evaluate/json-logic.ts') : undefined;
  const compile = (withLogic: boolean, jsonLogic?: TargetingCompiler): Evaluator => {
    const flags = new Map(entries.map(([key, flag]) => [key, definitionOf(key, flag, environment, withLogic)]));
    return compileFlags({ flags, segments, environment, jsonLogic });
  };
  const evaluator = compile(true, logic?.compileJsonLogic);
  const [broken] = evaluator.broken();
  if (broken !== undefined) throw new SnapshotError(`flag ${broken.key}: ${broken.message}`);
  // They are given out as they are: what one caller does to them, all others would be given.
  for (const [, { variants }] of entries) freezeBelow(variants);
  return {
    document,
    text,
    flags: new Map(entries.map(([key, flag]) => [key, loadedFlag(flag)])),
    evaluator,
    simpler: hasLogic ? compile(false) : undefined,
    stepsTaken: logic?.stepsTaken ?? (() => 0),
    timed: hasLogic || entries.some(([, { rules = [] }]) => rules.some(({ from, until }) => (from ?? until) !== undefined)), // prettier-ignore
  };
}

function parse(text: string): SnapshotDocument {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SnapshotError(text.trimStart().startsWith('<') ? 'got a web page instead of a snapshot' : 'the snapshot is not valid JSON'); // prettier-ignore
  }
  const problem = snapshotShape(value);
  if (problem !== undefined) throw new SnapshotError(`the snapshot is malformed: ${problem.trim().slice(0, 200)}`);
  return value as SnapshotDocument;
}

/** What the evaluator reads of a flag. */
function definitionOf(key: string, flag: FlagDocument, environment: string, withLogic: boolean): FlagDefinition {
  const { variants, off, onFailure, enabled, prerequisites, bucketBy, seed, rules, targeting, otherwise } = flag;
  const block = {
    enabled,
    rules: rules?.map((rule) => ({ ...rule, serve: serving(rule.serve) })),
    targeting: withLogic ? targeting : undefined,
    otherwise: otherwise === undefined ? undefined : serving(otherwise),
  };
  return { key, variants, off, onFailure, prerequisites, bucketBy, seed, environments: { [environment]: block } };
}

const serving = (serve: ServingDocument): string | Weights => (typeof serve === 'string' ? serve : Object.fromEntries(serve)); // prettier-ignore

function freezeBelow(value: Json | FlagDocument['variants']): void {
  if (typeof value !== 'object' || value === null) return;
  for (const inner of Object.values(value)) freezeBelow(inner as Json);
  Object.freeze(value);
}

const loadedFlag = (document: FlagDocument): LoadedFlag => ({
  document,
  // That the variant exists was found out by compiling.
  onFailure: { variant: document.onFailure, value: document.variants[document.onFailure]! },
});
