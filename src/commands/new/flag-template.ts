import { writeKey, writeScalar } from '../../source/write-scalar.ts';

/** What is written into a new flag's file. */
export interface NewFlag {
  readonly description: string;
  readonly type: string;
  readonly owner: string;
  readonly created: string;
  readonly expires?: string | undefined;
  readonly criticality?: string | undefined;
  readonly retire?: string | undefined;
  /** How often it is reviewed; the first review is its creation. */
  readonly review?: string | undefined;
  readonly tags?: readonly string[];
  readonly environments: readonly { readonly name: string; readonly enabled: boolean }[];
}

/** The file of a new flag. Dates and durations are plain; all else is quoted where it must be. */
export function flagText(flag: NewFlag): string {
  const lines = [
    `description: ${writeScalar(flag.description, false)}`,
    `type: ${flag.type}`,
    `owner: ${writeScalar(flag.owner, false)}`,
    `created: ${flag.created}`,
  ];
  if (flag.expires !== undefined) lines.push(`expires: ${flag.expires}`);
  if (flag.criticality !== undefined) lines.push(`criticality: ${flag.criticality}`);
  if (flag.retire !== undefined) lines.push(`retire: ${writeScalar(flag.retire, false)}`);
  if (flag.review !== undefined) lines.push(`review: { every: ${flag.review}, last: ${flag.created} }`);
  if (flag.tags && flag.tags.length > 0) {
    lines.push(`tags: [${flag.tags.map((tag) => writeScalar(tag, true)).join(', ')}]`);
  }
  lines.push('', 'environments:');
  for (const { name, enabled } of flag.environments) lines.push(`  ${writeKey(name, false)}: ${enabled}`);
  return `${lines.join('\n')}\n`;
}
