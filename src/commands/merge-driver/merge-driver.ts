import type { MergeConflict, Settlement } from '../../change/merge/conflict.ts';
import { mergeTexts, type MergeLines, type Texts } from '../../change/merge-text.ts';
import { fileKind } from '../../model/file-kind.ts';
import { decode } from '../../source/decode.ts';

/** What git's merge touches; it needs no project. */
export interface MergeDriverHost {
  readonly sides: { readonly base: Uint8Array; readonly ours: Uint8Array; readonly theirs: Uint8Array };
  readonly mergeLines: MergeLines;
  /** Merges the very bytes line by line. Throws where that cannot be done. */
  mergeBytes(): Promise<{ bytes: Uint8Array; isClean: boolean }>;
  /** Replaces our side by the result. */
  write(result: Uint8Array | string): void;
}

/** What a merge of one file came to. */
export interface MergeDriverReport {
  readonly command: 'git merge-driver';
  /** Whether it is merged: otherwise the file has conflict markers, or is left as ours. */
  readonly ok: boolean;
  /** As given by git. */
  readonly file: string;
  readonly conflicts: readonly MergeConflict[];
  readonly settled: readonly Settlement[];
  /** Why it was not merged in meaning. */
  readonly reason: string | undefined;
  /** Whether ours was replaced by a result. */
  readonly written: boolean;
}

/**
 * Merges one file as git asks its merge drivers to. Whatever goes wrong, the lines are merged as git would without
 * us; where even that fails our side stays, and git reports a conflict.
 * @param path of the file in the repository
 */
export async function mergeDriver(
  host: MergeDriverHost,
  { path, markerSize }: { readonly path: string; readonly markerSize: number },
): Promise<MergeDriverReport> {
  const report = { command: 'git merge-driver' as const, file: path, conflicts: [], settled: [], written: true };
  let reason = 'not every side of it is valid YAML';
  try {
    const texts = textsOf(host.sides);
    if (texts) {
      const { text, isClean, inMeaning, conflicts, settled } = await mergeTexts({
        ...texts,
        kind: kindOf(path),
        markerSize,
        mergeLines: host.mergeLines,
      });
      host.write(text);
      return { ...report, ok: isClean, conflicts, settled, reason: inMeaning ? undefined : reason };
    }
  } catch (error) {
    reason = error instanceof Error ? error.message : String(error);
  }
  try {
    const { bytes, isClean } = await host.mergeBytes();
    host.write(bytes);
    return { ...report, ok: isClean, reason };
  } catch (error) {
    return { ...report, ok: false, written: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function textsOf(sides: MergeDriverHost['sides']): Texts | undefined {
  const [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map((bytes) => decode('', bytes));
  return typeof base === 'string' && typeof ours === 'string' && typeof theirs === 'string'
    ? { base, ours, theirs }
    : undefined;
}

function kindOf(path: string): 'flag' | 'segment' | 'governance' {
  const kind = fileKind(path)?.kind;
  return kind === 'flag' || kind === 'segment' ? kind : 'governance';
}
