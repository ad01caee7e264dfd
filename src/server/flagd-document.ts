import { setImmediate as others } from 'node:timers/promises';
import { canonicalJson, WrittenOnce } from '../export/canonical-json.ts';
import { exportFlagd } from '../export/flagd/flagd.ts';
import type { Served } from './served.ts';

const made = new WeakMap<Served, Promise<Buffer>>();

/** As many flags are written before other requests get a turn: some milliseconds. */
const atATime = 50;

/** The flags for flagd, made when they are first asked for. Flags that flagd cannot say are left out. */
export function flagdDocument(served: Served): Promise<Buffer> {
  const known = made.get(served) ?? makeDocument(served);
  made.set(served, known);
  return known;
}

async function makeDocument({ input }: Served): Promise<Buffer> {
  const { set } = exportFlagd(input);
  const flags = Object.entries(set.flags).map(([key, flag]) => [key, new WrittenOnce(flag)] as const);
  for (const [at, [key, flag]] of flags.entries()) {
    flag.write(2, `${JSON.stringify(key)}: `.length);
    if (at % atATime === atATime - 1) await others();
  }
  return Buffer.from(canonicalJson({ ...set, flags: Object.fromEntries(flags) }));
}
