import { createHash } from 'node:crypto';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import { maxFileSize } from '../../source/document.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';

/** Changes with every file of the project, and with what is checked out. Contents count, not dates. */
export async function fingerprint(host: Host): Promise<string> {
  const head = await (await host.git?.())?.head();
  const hash = createHash('sha256').update(JSON.stringify([head?.commit ?? null, head?.branch ?? null]));
  const { files } = await openProject(host);
  for (const path of files.keys()) {
    const content = await contentOf(host, path);
    hash.update(JSON.stringify([path, content?.length ?? null])).update(content ?? '');
  }
  return hash.digest('hex');
}

async function contentOf({ tree }: Host, path: string): Promise<Uint8Array | undefined> {
  try {
    return await tree.read(path, maxFileSize);
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined;
    throw error;
  }
}
