import { isKey, keyForm } from '../../model/key.ts';
import type { ImportedFlag, Note } from '../../import/imported.ts';
import type { Project } from '../../project/project.ts';

/**
 * Leaves out the flags whose keys the project cannot take: keys stay as they are.
 * @param replace whether flags that are there already may be changed
 */
export function refuseKeys(
  project: Project,
  flags: readonly ImportedFlag[],
  replace: boolean,
): { readonly accepted: readonly ImportedFlag[]; readonly notes: readonly Note[] } {
  const notes: Note[] = [];
  const byCase = new Map([...project.flags.keys()].map((key) => [key.toLowerCase(), key]));
  const seen = new Set<string>();
  const accepted = flags.filter(({ key, path }) => {
    const reason = reasonAgainst(key);
    if (reason !== undefined) notes.push({ kind: 'refused', flag: key, path, reason });
    return reason === undefined;
  });
  return { accepted, notes };

  function reasonAgainst(key: string): string | undefined {
    if (!isKey(key)) return `it cannot be the key of a flag: ${keyForm}`;
    const lower = key.toLowerCase();
    const other = byCase.get(lower);
    if (seen.has(key)) return 'the source has this key twice';
    if (other !== undefined && other !== key) return `it differs only in case from the flag "${other}"`;
    const existing = project.flags.get(key);
    if (existing && !replace) return `the flag exists already, in ${existing.file}; --replace changes it`; // prettier-ignore
    seen.add(key);
    byCase.set(lower, key);
    return undefined;
  }
}
