import { completeFlag } from '../../src/lint/complete-example.ts';
import { flagPast, type CommittedFlag, type FlagPast } from '../../src/lifecycle/flag-past.ts';
import type { LintHistory } from '../../src/lint/find-problems.ts';
import type { Example } from '../../src/lint/rule.ts';
import type { Manifest } from '../../src/model/manifest.ts';
import { parseDocument } from '../../src/source/document.ts';

/** The history that the commits of an example make. */
export function exampleHistory({ past }: Example, { environments = [] }: Manifest): LintHistory | undefined {
  if (!past) return undefined;
  const commits = new Map<string, CommittedFlag[]>();
  past.forEach(({ on, flags }, index) => {
    for (const [key, list] of commits) {
      if (Object.hasOwn(flags, key) || list.at(-1)?.value === undefined) continue;
      list.push({ commit: String(index + 1).repeat(40), committedAt: Date.parse(`${on}T12:00:00Z`), value: undefined });
    }
    for (const [key, body] of Object.entries(flags)) {
      const { value } = parseDocument(`${key}.flag.yaml`, completeFlag(body));
      const commit = { commit: String(index + 1).repeat(40), committedAt: Date.parse(`${on}T12:00:00Z`), value };
      commits.set(key, [...(commits.get(key) ?? []), commit]);
    }
  });
  const pasts = new Map<string, FlagPast>();
  for (const [key, list] of commits) pasts.set(key, flagPast(key, list, environments));
  return { identity: 'example', pasts: async () => pasts, touchedSince: async () => undefined };
}
