import { performance } from 'node:perf_hooks';
import { setImmediate as others } from 'node:timers/promises';
import { flagdFileParts } from '../export/flagd/flagd.ts';
import type { ServedProject } from './served.ts';

const made = new WeakMap<ServedProject, Promise<Buffer>>();

/** For so many milliseconds it is worked on before other requests get a turn. */
const atATime = 5;

/** The flags for flagd, made when they are first asked for. Flags that flagd cannot say are left out. */
export function flagdDocument(served: ServedProject): Promise<Buffer> {
  const known = made.get(served) ?? makeDocument(served);
  made.set(served, known);
  return known;
}

async function makeDocument({ input }: ServedProject): Promise<Buffer> {
  const parts: Buffer[] = [];
  let since = performance.now();
  for (const part of flagdFileParts(input)) {
    if (part !== undefined) parts.push(Buffer.from(part));
    if (performance.now() - since < atATime) continue;
    await others();
    since = performance.now();
  }
  return Buffer.concat(parts);
}
