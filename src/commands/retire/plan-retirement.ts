import { alwaysServing } from '../../change/retirement/always-serves.ts';
import { bindingsTo, dropEdits, type Binding } from '../../change/retirement/bindings.ts';
import { leftoversOf } from '../../change/retirement/leftovers.ts';
import { lineStarts, positionAt } from '../../diagnostic/position.ts';
import type { FlagPast } from '../../lifecycle/flag-past.ts';
import { onlyVariant } from '../../lifecycle/only-variant.ts';
import { projectEnvironments } from '../../model/environments.ts';
import type { Flag } from '../../model/flag.ts';
import type { Project } from '../../project/project.ts';
import { spanAt } from '../../source/document.ts';
import { patch } from '../../source/patch.ts';
import type { Reference } from '../../usage/file-usage.ts';
import { codeUsage } from '../../workspace/code-usage.ts';
import type { Host } from '../../workspace/host.ts';

/** What another flag says of the one to be retired, with the line where it does. */
interface PlacedBinding extends Binding {
  readonly line: number;
  readonly column: number;
}

/** Why a flag cannot be retired yet. */
interface Obstacle {
  readonly kind: 'variant' | 'dependent' | 'conflict' | 'fallback' | 'code';
  readonly message: string;
  readonly help: string;
}

/** What retiring a flag takes. */
export interface Retirement {
  /** The variant that everybody keeps; undefined if there is no such one. */
  readonly into: string | undefined;
  /** The variant that everybody gets today, and since when in milliseconds since 1970, as far as git knows. */
  readonly serving: { readonly variant: string; readonly since: number | undefined } | undefined;
  /** Environments in which not everybody gets `into`. */
  readonly notYet: readonly string[];
  readonly bindings: readonly PlacedBinding[];
  /** Where code uses it. */
  readonly references: readonly Reference[];
  /** Paths of what goes, the flag first. */
  readonly removes: readonly string[];
  readonly obstacles: readonly Obstacle[];
  /** Path → new text; null for what goes. */
  readonly files: ReadonlyMap<string, string | null>;
}

export interface RetirementInput {
  readonly project: Project;
  readonly flag: Flag;
  /** As asked for. */
  readonly into: string | undefined;
  readonly past: FlagPast | undefined;
}

/** Finds out what stands in the way, and what would be changed. */
export async function planRetirement(host: Host, { project, flag, into, past }: RetirementInput): Promise<Retirement> {
  const environments = projectEnvironments(project);
  const only = onlyVariant(flag, environments);
  const settledSince = past?.settled?.variant === only ? past?.settled?.since : undefined;
  const kept = into ?? only;
  const alwaysServes = alwaysServing(project);
  const usage = await codeUsage(host, project);
  const references = usage.references.get(flag.key) ?? [];
  const bindings = await placed(project, bindingsTo(project, flag, into));
  const { specs, segments } = leftoversOf(project, flag.key);
  const removes = [flag.file, ...specs, ...segments];
  const files = new Map<string, string | null>(removes.map((file) => [file, null]));
  for (const [file, text] of await settledDependents(project, bindings)) files.set(file, text);
  return {
    into: kept,
    serving: only === undefined ? undefined : { variant: only, since: settledSince },
    notYet:
      kept === undefined ? [] : environments.map(({ name }) => name).filter((name) => !alwaysServes(flag, name, kept)),
    bindings,
    references,
    removes,
    obstacles: obstaclesOf(flag, { into, kept, bindings, references }),
    files,
  };
}

interface Found {
  readonly into: string | undefined;
  readonly kept: string | undefined;
  readonly bindings: readonly PlacedBinding[];
  readonly references: readonly Reference[];
}

function obstaclesOf(flag: Flag, { into, kept, bindings, references }: Found): Obstacle[] {
  const obstacles: Obstacle[] = [];
  if (kept === undefined) {
    const help = `finish its rollout, or say which one remains: --into ${flag.variants[0] ?? 'VARIANT'}`;
    obstacles.push({ kind: 'variant', message: 'not everybody gets the same variant', help });
  }
  const kinds = { prerequisite: 'dependent', conflict: 'conflict', fallback: 'fallback' } as const;
  for (const { kind, flag: other, reason, drops } of bindings) {
    if (drops) continue;
    const says = { prerequisite: 'needs it', conflict: 'conflicts with it', fallback: 'falls back to it' }[kind];
    const message = into === undefined && kind !== 'fallback' ? `${other} ${says}` : `${other} ${says}: ${reason}`;
    const help =
      into === undefined && kind !== 'fallback'
        ? `--into ${kept ?? 'VARIANT'} drops what is settled by it for ever`
        : `change ${other} first`;
    obstacles.push({ kind: kinds[kind], message, help });
  }
  if (references.length > 0) {
    const places = references.length === 1 ? 'one place' : `${references.length} places`;
    const help = 'remove it from the code first; `code` in flagwright.yaml says which files are code';
    obstacles.push({ kind: 'code', message: `code uses it in ${places}`, help });
  }
  return obstacles;
}

async function placed(project: Project, bindings: readonly Binding[]): Promise<PlacedBinding[]> {
  return Promise.all(
    bindings.map(async (binding) => {
      const document = await project.document(binding.file);
      const { start } = spanAt(document, binding.path);
      return { ...binding, ...positionAt(lineStarts(document.text), start) };
    }),
  );
}

/** The files of the flags that need the retired one no more. */
async function settledDependents(project: Project, bindings: readonly Binding[]): Promise<Map<string, string>> {
  const byFlag = new Map<string, Binding[]>();
  for (const binding of bindings) {
    if (binding.drops) byFlag.set(binding.flag, [...(byFlag.get(binding.flag) ?? []), binding]);
  }
  const files = new Map<string, string>();
  for (const [key, dropped] of byFlag) {
    const flag = project.flags.get(key) as Flag;
    files.set(flag.file, patch(await project.document(flag.file), dropEdits(flag, dropped)).text);
  }
  return files;
}
