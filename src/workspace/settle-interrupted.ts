import { Refusal } from '../change/refusal.ts';
import { settleInterrupted, type Settled } from '../change/settle.ts';
import type { Host } from './host.ts';

/**
 * Finishes or undoes a commit of ours that a kill interrupted, and says which; also removes what was left beside files. For every
 * command that is about to write; costs next to nothing where nothing was interrupted.
 */
export async function settleBefore(host: Host): Promise<void> {
  if (host.at !== undefined) return;
  if (host.folder !== undefined) host.writer.sweep((await host.tree.list(host.folder)).map(({ path }) => path));
  if (!host.git || !host.openWriter) return;
  const writer = await host.openWriter();
  if (!writer.isUnfinished()) return;
  const settled = await settleInterrupted(await host.git(), writer).catch((error: unknown) => {
    // Making the commit comes upon the same, and its report says so.
    if (error instanceof Refusal) return undefined;
    throw error;
  });
  if (settled !== undefined) host.progress.say('note', sentence(settled));
}

function sentence({ outcome, subject, commit, kept, files }: Settled): string {
  const change = `the interrupted change "${subject}"`;
  const id = commit.slice(0, 7);
  switch (outcome) {
    case 'landed':
      return `${change} was complete: commit ${id}`;
    case 'finished':
      return `${change} was staged; it is finished now: commit ${id}`;
    case 'undone':
      return `${change} was undone: it had not been committed, and its files are as they were before it`;
    case 'kept': {
      const how = kept.length === files.length ? 'all of it' : `a part of it: ${kept.join(', ')}`;
      return `${change} was not committed as such, but newer commits hold ${how}`;
    }
  }
}
