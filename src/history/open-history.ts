import type { Git } from '../git/git.ts';
import type { StoreFile } from '../project/record-store.ts';
import type { History, HistoryOptions } from './history.ts';
import { IndexedHistory } from './indexed-history.ts';
import { loadIndex } from './load-index.ts';
import { MeaningReader } from './meanings.ts';

/**
 * Opens the history of a project, out of the stored index where that reaches, else out of git's log.
 *
 * What is stored is a cache that belongs to whoever can write to the git folder: somebody who computes its digests can
 * make it hide, invent or misdate versions. Commands that inform trust it. A verdict that protects something
 * (`audit verify`, `policy check`) has to open its history without `store`; then nothing on disk but git's objects counts.
 *
 * @throws GitError if there is no such commit, or objects are missing
 */
export async function openHistory(git: Git, options: HistoryOptions): Promise<History> {
  const { folder, store, toolVersion = '' } = options;
  const shallow = git.shallowCommits();
  const data = await loadIndex(git, options, shallow);
  const ofProject = store && ((name: string): StoreFile => store(`${name} ${folder}`));
  return new IndexedHistory(git, data, shallow, new MeaningReader(git, ofProject, toolVersion));
}
