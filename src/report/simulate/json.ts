import type { Count, Moved, SimulateReport } from '../../commands/simulate/simulate.ts';
import { jsonText } from '../json.ts';

/** Who gets what as data; see schemas/output/simulate.schema.json. */
export function simulateJson(report: SimulateReport): string {
  const { command, ok, flag, environment, now, file = null, size, shared, error = null, moved } = report;
  return jsonText({
    schemaVersion: 1,
    command,
    ok,
    flag,
    environment,
    at: new Date(now).toISOString(),
    population: { file, size, context: shared },
    variants: sharesOf(report.variants),
    reasons: sharesOf(report.reasons),
    rules: sharesOf(report.rules),
    error,
    moved: moved ? movedJson(moved) : null,
  });
}

function movedJson({ revision, commit, count, share, moves, revalued }: Moved): object {
  return {
    against: { revision, commit },
    count,
    share,
    from: summed(moves.map((move) => [move.from, move.share])),
    to: summed(moves.map((move) => [move.to, move.share])),
    moves: moves.map((move) => ({ ...move, from: move.from ?? null, to: move.to ?? null })),
    revalued,
  };
}

/** Shares by name. Variants and rules are named by users, so a name may be that of something every object has. */
function sharesOf(counts: readonly Count[]): Record<string, number> {
  return Object.fromEntries(counts.map(({ name, share }) => [name, share]));
}

/** Those who had, or got, no variant are left out. */
function summed(shares: readonly (readonly [variant: string | undefined, share: number])[]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [variant, share] of shares) {
    if (variant !== undefined) sums.set(variant, (sums.get(variant) ?? 0) + share);
  }
  return Object.fromEntries(sums);
}
