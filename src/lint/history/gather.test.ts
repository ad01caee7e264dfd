import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { completeFlag, exampleFiles } from '../../../test/support/example-project.ts';
import type { History } from '../../history/history.ts';
import { memoryTree } from '../../platform/memory-tree.ts';
import { loadProject } from '../../project/load.ts';
import { parseDocument } from '../../source/document.ts';
import { gatherPasts } from './gather.ts';

const now = Date.parse('2026-11-22');
const file = 'fast-search.flag.yaml';
const written = completeFlag('type: release\nexpires: 2026-12-20\n');
const committed = completeFlag('type: release\nexpires: 2026-12-01\n');
const blobOf = (text: string): string => createHash('sha1').update(`blob ${text.length}\0${text}`).digest('hex');

/** The pasts of a project of one flag that one commit, some days ago, created with this text; and what git was asked for. */
async function pastsOf(text: string): Promise<{ expires: string | undefined; asked: number }> {
  let asked = 0;
  const history: Partial<History> = {
    touches: () => [{ commit: 'c1', committedAt: now - 86_400_000, path: file, blob: blobOf(text) }],
    definition: async () => {
      asked++;
      return parseDocument(file, text);
    },
  };
  const pasts = await gatherPasts(await loadProject(memoryTree({ ...exampleFiles({}), [file]: written }), ''), now, {
    head: 'c1',
    store: {
      read: () => undefined,
      write: () => {},
      digest: (bytes) => createHash('sha1').update(bytes).digest('hex'),
    },
    keeps: false,
    toolVersion: '1',
    history: async () => history as History,
  });
  return { expires: pasts.get('fast-search')?.expires, asked };
}

test('git is not asked for the content of a new flag that is on the disk', async () => {
  expect(await pastsOf(written)).toEqual({ expires: '2026-12-20', asked: 0 });
});

test('git is asked for that of one which was edited since', async () => {
  expect(await pastsOf(committed)).toEqual({ expires: '2026-12-01', asked: 1 });
});
