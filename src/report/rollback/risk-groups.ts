import type { AssessedRisk, Blocker, RollbackPlan } from '../../rollback/plan/plan.ts';

/** Risks of one kind and severity. */
export interface RiskGroup {
  readonly code: string;
  readonly severity: AssessedRisk['severity'];
  readonly shown: readonly ShownRisk[];
  /** How many of the kind are not shown. */
  readonly left: number;
}

export interface ShownRisk extends AssessedRisk {
  readonly shownEvidence: readonly string[];
  readonly evidenceLeft: number;
  /** The ways out; empty where the next one of its kind has the same, which are said once then. */
  readonly ways: readonly string[];
}

/** So many that stand in the way are shown of each kind: all of one kind are settled by one option. */
const mostBlocking = 20;
const mostOthers = 3;
/** Kinds that do not stand in the way. */
const mostQuiet = 12;
const mostEvidence = 3;
const mostWays: Readonly<Record<AssessedRisk['severity'], number>> = { critical: 6, high: 6, medium: 1, low: 1 };

/** What these rest on is above them: the tree of who is hit, what carries the load, exposures, approvals. */
const factsAbove: ReadonlySet<string> = new Set([
  'cascade',
  'dormant-dependent',
  'fallback-unavailable',
  'fallback-legacy',
  'fallback-capacity',
  'exposure-jump',
  'approvals-missing',
]);

/**
 * Risks by kind, in the order of the plan, which is worst first.
 * @returns and how many others are left out; no kind that is critical or stands in the way is
 */
export function groupedRisks({ risks, blockers, decisions }: RollbackPlan): { groups: RiskGroup[]; left: number } {
  const byKind = new Map<string, AssessedRisk[]>();
  for (const one of risks) {
    const kind = `${one.severity} ${one.code}`;
    const list = byKind.get(kind);
    if (list) list.push(one);
    else byKind.set(kind, [one]);
  }
  // The answers to a decision are with it.
  const decided = new Set(decisions.map(({ code }) => code));
  const groups: RiskGroup[] = [];
  let [quiet, left] = [0, 0];
  for (const all of byKind.values()) {
    const [{ code, severity }] = all as [AssessedRisk];
    const isLoud = severity === 'critical' || all.some(({ blocks }) => blocks);
    if (!isLoud && ++quiet > mostQuiet) left += all.length;
    else {
      // One that blocks comes before those that were accepted.
      const sorted = [...all.filter(({ blocks }) => blocks), ...all.filter(({ blocks }) => !blocks)];
      const most = isLoud ? mostBlocking : mostOthers;
      const shown = sorted.length <= most + 1 ? sorted : sorted.slice(0, most);
      groups.push({
        code,
        severity,
        shown: withWays(shown, decided.has(code) ? undefined : blockers),
        left: all.length - shown.length,
      });
    }
  }
  return { groups, left };
}

/** @param blockers absent where the ways out are said elsewhere */
function withWays(risks: readonly AssessedRisk[], blockers: readonly Blocker[] | undefined): ShownRisk[] {
  const ways = risks.map((one) => (blockers ? waysOf(one, blockers) : []));
  return risks.map((one, at) => {
    const own = ways[at] as string[];
    const isSaidBelow = at < risks.length - 1 && own.join('\n') === ways[at + 1]?.join('\n');
    const evidence = factsAbove.has(one.code) ? [] : one.evidence;
    const shownEvidence = evidence.length <= mostEvidence + 1 ? evidence : evidence.slice(0, mostEvidence);
    return {
      ...one,
      shownEvidence,
      evidenceLeft: evidence.length - shownEvidence.length,
      ways: isSaidBelow ? [] : own,
    };
  });
}

/** The ways out, with the option that accepts it even where the risk does not speak of it. */
function waysOf({ code, severity, remedy, accepted, blocks }: AssessedRisk, blockers: readonly Blocker[]): string[] {
  if (accepted) return [];
  const option = blocks ? blockers.find(({ id }) => id === code)?.option : undefined;
  const ways = remedy.slice(0, mostWays[severity]);
  if (option !== undefined && !remedy.some((way) => way.includes(option))) ways.push(`${option} goes ahead anyway`);
  return ways;
}
