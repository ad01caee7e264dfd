import { finishInterruptedCommit } from '../change/finish-journal.ts';
import type { Host } from './host.ts';

/** Finishes a commit of ours that a kill interrupted; costs next to nothing where none was. */
export async function finishInterrupted(host: Host): Promise<void> {
  if (!host.git || !host.openWriter) return;
  const writer = await host.openWriter();
  if (!writer.isUnfinished()) return;
  const commit = await finishInterruptedCommit(await host.git(), writer);
  if (commit !== undefined) host.progress.debug(`has finished the interrupted commit ${commit}`);
}
