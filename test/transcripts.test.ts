import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { replay } from './support/transcript.ts';

const documents = [
  'README.md',
  ...['docs', 'test/transcripts'].flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`)),
].filter((file) => file.endsWith('.md'));

it.each(documents)('%s is what happens', async (file) => {
  const document = readFileSync(file, 'utf8');
  const replayed = await replay(document);
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all' && replayed !== document) writeFileSync(file, replayed);
  else expect(replayed).toBe(document);
});
