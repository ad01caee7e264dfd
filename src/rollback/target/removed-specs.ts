import { fileKind } from '../../model/file-kind.ts';
import { fields, text } from '../../model/read.ts';
import type { FileTree } from '../../platform/file-tree.ts';
import { documentAt, requireFree, type Present } from './past.ts';
import type { RollbackTarget } from '../request.ts';
import type { Restoration } from './restoration.ts';

/**
 * The specs that a commit removed together with flags that come back as it is taken back: path → text, as before it. Specs have
 * no versions of their own; without theirs a retired flag would come back untested.
 * @throws UserError where something else is in their place by now
 */
export async function removedSpecs(
  present: Present,
  target: RollbackTarget,
  restorations: readonly Restoration[],
): Promise<ReadonlyMap<string, string>> {
  const specs = new Map<string, string>();
  if (target.kind !== 'commit') return specs;
  const back = new Set(
    restorations.filter(({ kind, before }) => kind === 'flag' && before === undefined).map(({ key }) => key),
  );
  const parent = (await present.git.commitInfos([target.commit])).get(target.commit)?.parents[0];
  if (back.size === 0 || parent === undefined) return specs;
  const [before, after] = await Promise.all([
    specsIn(present, present.git.tree(parent)),
    specsIn(present, present.git.tree(target.commit)),
  ]);
  const kept = new Set(after);
  for (const path of before) {
    if (kept.has(path) || present.project.files.has(path)) continue;
    const document = await documentAt(present, parent, path);
    const flag = text(fields(document?.value).flag);
    if (!document || flag === undefined || !back.has(flag)) continue;
    await requireFree(present, `the spec of ${flag}`, path);
    specs.set(path, document.text);
  }
  return specs;
}

async function specsIn({ project: { folder } }: Present, tree: FileTree): Promise<string[]> {
  const entries = await tree.list(folder);
  const start = folder === '' ? 0 : folder.length + 1;
  return entries
    .filter(({ path, kind }) => kind === 'file' && fileKind(path.slice(start))?.kind === 'spec')
    .map(({ path }) => path);
}
