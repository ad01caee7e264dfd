import type { FlagDefinition, Json } from '../../evaluate/definition.ts';
import type { Evaluation } from '../../evaluate/evaluation.ts';
import { canonicalText } from '../../meaning/canonical.ts';

/** Those who went from one variant to another; absent where an error gave none. */
export interface Move {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly count: number;
  /** 0 to 1. */
  readonly share: number;
  /** The targeting keys of the first of them. */
  readonly examples: readonly string[];
}

/** Those who get the variant that they got, with another value. */
export interface Revalued extends ChangedValue {
  readonly count: number;
  readonly share: number;
}

export interface ChangedValue {
  readonly variant: string;
  readonly before: Json;
  readonly after: Json;
}

const mostExamples = 5;
/** Longer keys do not help. */
const longestExample = 64;

/** Counts who gets something else than before. */
export class Movement {
  private readonly moves = new Map<
    string | undefined,
    Map<string | undefined, { count: number; examples: string[] }>
  >();
  private readonly revalued: ReadonlyMap<string | undefined, ChangedValue>;
  private readonly kept = new Map<string, number>();

  constructor(changed: readonly ChangedValue[]) {
    this.revalued = new Map(changed.map((one) => [one.variant, one]));
  }

  /** @param key the targeting key of the context */
  add({ variant: from }: Evaluation, { variant: to }: Evaluation, key: unknown): void {
    if (from === to) {
      if (to !== undefined && this.revalued.has(to)) this.kept.set(to, (this.kept.get(to) ?? 0) + 1);
      return;
    }
    let targets = this.moves.get(from);
    if (!targets) this.moves.set(from, (targets = new Map()));
    let move = targets.get(to);
    if (!move) targets.set(to, (move = { count: 0, examples: [] }));
    move.count++;
    if (move.examples.length < mostExamples && typeof key === 'string' && key.length <= longestExample) {
      move.examples.push(key);
    }
  }

  /** @param size how many contexts there were */
  summary(size: number): { count: number; share: number; moves: readonly Move[]; revalued: readonly Revalued[] } {
    const moves = [...this.moves].flatMap(([from, targets]) =>
      [...targets].map(([to, { count, examples }]) => ({ from, to, count, share: count / size, examples })),
    );
    const count = moves.reduce((sum, move) => sum + move.count, 0);
    const revalued = [...this.revalued.values()].flatMap((one) => {
      const kept = this.kept.get(one.variant);
      return kept === undefined ? [] : [{ ...one, count: kept, share: kept / size }];
    });
    return { count, share: count / size, moves: moves.sort((a, b) => b.count - a.count), revalued };
  }
}

const defaultVariants = { on: true, off: false };

/** The variants that two versions of a flag have in common, with different values. */
export function changedValues(before: FlagDefinition | undefined, after: FlagDefinition | undefined): ChangedValue[] {
  const old = new Map(Object.entries(before?.variants ?? defaultVariants));
  return Object.entries(after?.variants ?? defaultVariants).flatMap(([variant, value]) => {
    const was = old.get(variant);
    return was === undefined || canonicalText(was) === canonicalText(value)
      ? []
      : [{ variant, before: was, after: value }];
  });
}
