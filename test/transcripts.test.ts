import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { replay } from './support/transcript.ts';

const documents = [...readdirSync('test/transcripts').map((name) => `test/transcripts/${name}`), 'README.md'].filter(
  (file) => file.endsWith('.md') && existsSync(file),
);

it.each(documents)('%s is what happens', async (file) => {
  const document = readFileSync(file, 'utf8');
  const replayed = await replay(document);
  const { snapshotState } = expect.getState() as unknown as { snapshotState: { _updateSnapshot: string } };
  if (snapshotState._updateSnapshot === 'all' && replayed !== document) writeFileSync(file, replayed);
  else expect(replayed).toBe(document);
});
