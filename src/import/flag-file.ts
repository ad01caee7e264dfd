import type { EnvironmentBlock } from '../evaluate/definition.ts';
import { blockLines, writeAfterField } from '../source/write-value.ts';
import type { ImportedFlag } from './imported.ts';

/** What a flag file must say beside what decides its value. Dates and durations as they are written. */
export interface FileFacts {
  readonly description: string;
  readonly type: string;
  readonly owner: string;
  readonly created: string;
  readonly expires?: string | undefined;
  readonly criticality?: string | undefined;
  readonly retire?: string | undefined;
  readonly review?: { readonly every: string; readonly last: string } | undefined;
  readonly links?: Readonly<Record<string, string>> | undefined;
  readonly tags?: readonly string[] | undefined;
}

/** The value of a flag's file, as short as it can be said. What is undefined is left out. */
export function flagFileValue(flag: ImportedFlag, facts: FileFacts): Readonly<Record<string, unknown>> {
  return definedFields({ ...facts, ...decidingFields(flag) });
}

/** The fields of a flag's file that decide its value. */
export function decidingFields(flag: ImportedFlag): Readonly<Record<string, unknown>> {
  const { variants, off, prerequisites, bucketBy, seed } = flag;
  const environments = Object.entries(flag.environments).map(([name, block]) => [name, shortBlock(block, flag)]);
  return {
    variants,
    off: off === 'off' ? undefined : off,
    prerequisites: prerequisites === undefined || prerequisites.length === 0 ? undefined : prerequisites,
    bucketBy,
    seed,
    environments: Object.fromEntries(environments),
  };
}

/** A block in its shortest form: `true` and `false` where they say all. */
function shortBlock(block: boolean | EnvironmentBlock, { variants, off }: ImportedFlag): boolean | EnvironmentBlock {
  if (typeof block === 'boolean') return block;
  const { enabled = false, rules = [], targeting, otherwise } = block;
  if (rules.length > 0 || targeting !== undefined) return block;
  const isPlainOn = typeof (variants ?? { on: true })['on'] === 'boolean' && otherwise === 'on';
  if (enabled) return isPlainOn ? true : { enabled, otherwise };
  return otherwise === off || isPlainOn ? false : { enabled, otherwise };
}

export function definedFields(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const style = { step: 2, dashStep: 2, padded: true, literals: true };

/** Fields that begin a new paragraph. */
const paragraphs: ReadonlySet<string> = new Set(['variants', 'off', 'prerequisites', 'bucketBy', 'seed', 'environments']); // prettier-ignore
const joint: Readonly<Record<string, string>> = { off: 'variants', seed: 'bucketBy' };

/** The text of a file with this value. */
export function fileText(value: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(value);
  const lines = names.flatMap((name, index) => {
    const isJoint = joint[name] !== undefined && joint[name] === names[index - 1];
    const blank = index > 0 && paragraphs.has(name) && !isJoint ? [''] : [];
    // One environment a line, so that a diff is about one.
    if (name === 'environments') return [...blank, 'environments:', ...writeAfterField(value[name], 0, 'block', style).rest]; // prettier-ignore
    return [...blank, ...blockLines({ [name]: value[name] }, 0, style)];
  });
  return `${lines.join('\n')}\n`;
}
