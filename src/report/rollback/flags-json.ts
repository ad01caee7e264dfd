import type { Change } from '../../meaning/change.ts';
import type { RollbackPlan } from '../../rollback/plan/plan.ts';
import type { Restoration, VersionLabel } from '../../rollback/target/restoration.ts';
import type { Effect } from '../../rollback/effects/effect.ts';
import { oneChangeJson, personJson } from '../changes.ts';

type Because = Effect['because'];

interface Entry {
  readonly key: string;
  readonly because: Because;
  restoration?: Restoration;
  readonly effects: Effect[];
  readonly changes: Change[];
}

/** The flags that change, those restored first; of the others why they change, which may be for two reasons. */
export function flagsJson({ restorations, besides, effects }: RollbackPlan): object[] {
  const entries = new Map<string, Entry>();
  const entry = (key: string, because: Because): Entry => {
    const id = `${because} ${key}`;
    const found = entries.get(id) ?? { key, because, effects: [], changes: [] };
    entries.set(id, found);
    return found;
  };
  for (const one of restorations) {
    if (one.kind !== 'flag') continue;
    const restored = entry(one.key, 'restored');
    restored.restoration = one;
    for (const change of one.changes) restored.changes.push(change);
  }
  for (const { flag, because, changes } of besides) {
    const own = entry(flag, because).changes;
    for (const change of changes) own.push(change);
  }
  for (const one of effects) entry(one.flag, one.because).effects.push(one);
  return [...entries.values()].map(entryJson);
}

/** A segment that is restored; what that does to flags is at the flags. */
export function segmentJson(restoration: Restoration): object {
  return { key: restoration.key, ...restorationJson(restoration), changes: restoration.changes.map(oneChangeJson) };
}

function entryJson({ key, because, restoration, effects, changes }: Entry): object {
  return {
    key,
    because,
    ...restorationJson(restoration),
    environments: Object.fromEntries(effects.map((effect) => [effect.environment, effectJson(effect)])) as object,
    changes: changes.map(oneChangeJson),
  };
}

function restorationJson(restoration: Restoration | undefined): object {
  return {
    mode: restoration?.mode ?? null,
    file: restoration?.path ?? null,
    from: versionJson(restoration?.from),
    to: versionJson(restoration?.to),
    drifted: (restoration?.drifted ?? []).map(versionJson),
    staying: (restoration?.staying ?? []).map(oneChangeJson),
  };
}

function versionJson(version: VersionLabel | undefined): object | null {
  if (!version) return null;
  const { number, commit, committedAt, author, subject, incident = null } = version;
  return {
    version: number,
    commit,
    committedAt: new Date(committedAt).toISOString(),
    author: personJson(author),
    subject,
    incident,
  };
}

function effectJson(effect: Effect): object {
  const {
    before,
    after,
    activeBefore,
    activeAfter,
    exposureBefore,
    exposureAfter,
    moved,
    lost,
    byAttributes,
    askedFirst,
  } = effect;
  return {
    before: { enabled: before, active: activeBefore },
    after: { enabled: after, active: activeAfter },
    exposureBefore,
    exposureAfter,
    moved,
    lost,
    byAttributes,
    ...(askedFirst === undefined ? {} : { askedFirst }),
  };
}
