/** How much can go wrong, least first. */
const riskLevels = ['low', 'medium', 'high', 'critical'] as const;
export type RiskLevel = (typeof riskLevels)[number];

/** What one change of a flag means in one environment. */
export interface ChangedEnvironment {
  readonly environment: string;
  readonly critical: boolean;
  readonly activeBefore: boolean;
  readonly activeAfter: boolean;
  /** Shares of the targeting keys 0 to 9999 by variant, before and after. A flag that is not there counts as off for everybody. */
  readonly before: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number>>;
  /** Share of them that get another variant. */
  readonly moved: number;
  /** Keys of flags that are active and need this one. */
  readonly dependents: readonly string[];
}

interface RiskReason {
  readonly level: RiskLevel;
  readonly text: string;
}

export interface PullRequestRisk {
  readonly level: RiskLevel;
  /** Worst first. */
  readonly reasons: readonly RiskReason[];
}

/** What the risk of one flag is found from. */
export interface RiskFacts {
  readonly criticality: string;
  /** Those in which what the flag does may have changed. */
  readonly environments: readonly ChangedEnvironment[];
  /** Errors of lint in its file that the base does not have. */
  readonly errors: number;
  /** Why its effects stay when it is switched off again; absent where they do not. */
  readonly irreversible: string | undefined;
}

/** A jump of more than this is one that people notice. */
const jump = 0.5;

/**
 * The risk of what changed in one flag: the criticality of a flag weighs where a critical environment changes; elsewhere the same
 * is a step less.
 */
export function riskOf({ criticality, environments, errors, irreversible }: RiskFacts): PullRequestRisk {
  const reasons: RiskReason[] = [];
  const add = (level: RiskLevel, text: string): void => void reasons.push({ level, text });
  if (errors > 0) add('critical', errors === 1 ? '1 new error' : `${errors} new errors`);
  for (const one of environments) {
    const { environment, critical, moved, activeBefore, activeAfter, dependents } = one;
    const weigh = (level: RiskLevel): RiskLevel => (critical ? level : lower(level));
    const weight = isLevel(criticality) && criticality !== 'low' ? criticality : 'medium';
    if (activeBefore || activeAfter) {
      const how = activeBefore === activeAfter ? 'changes' : activeAfter ? 'becomes active' : 'is no longer active';
      add(weigh(weight), `${criticality} criticality, ${how} in ${environment}`);
    }
    if (moved > jump) add(weigh(worse(weight, 'medium')), `${Math.round(moved * 100)}% of users get another variant in ${environment}`); // prettier-ignore
    if (activeBefore && !activeAfter && dependents.length > 0) {
      const some = dependents.slice(0, 3).join(', ');
      const more = dependents.length > 3 ? ` and ${dependents.length - 3} more` : '';
      add(weigh('high'), `${some}${more} ${dependents.length === 1 ? 'needs' : 'need'} it in ${environment}`);
    }
    if (!activeBefore && activeAfter && irreversible !== undefined) {
      add(weigh('high'), `cannot be undone by switching it off: ${irreversible}`);
    }
  }
  const sorted = reasons.sort((a, b) => riskLevels.indexOf(b.level) - riskLevels.indexOf(a.level));
  return { level: sorted[0]?.level ?? 'low', reasons: sorted };
}

/** The worst of several levels; low if there is none. */
export function worstOf(levels: readonly RiskLevel[]): RiskLevel {
  return levels.reduce(worse, 'low');
}

function worse(a: RiskLevel, b: RiskLevel): RiskLevel {
  return riskLevels.indexOf(a) >= riskLevels.indexOf(b) ? a : b;
}

function lower(level: RiskLevel): RiskLevel {
  return riskLevels[Math.max(0, riskLevels.indexOf(level) - 1)]!;
}

function isLevel(text: string): text is RiskLevel {
  return (riskLevels as readonly string[]).includes(text);
}
