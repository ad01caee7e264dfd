import { namesOf, type NameKind } from '../commands/completion/names.ts';
import { changeKinds } from '../commands/policy/explain.ts';
import type { Host } from '../workspace/host.ts';
import { prompts } from './prompts.ts';

/** What is being filled in: an argument of a prompt, or a part of the address of a resource. */
export type CompletionReference =
  | { readonly type: 'ref/prompt'; readonly name: string }
  | { readonly type: 'ref/resource'; readonly uri: string };

/** The most that the protocol lets through. */
const mostValues = 100;

/** The names that begin like what is there already. */
export async function completions(
  host: Host,
  reference: CompletionReference,
  { name, value }: { readonly name: string; readonly value: string },
): Promise<{ values: string[]; total: number; hasMore: boolean }> {
  const kind = kindOf(reference, name);
  const names = kind === 'change' ? changeKinds : kind === undefined ? [] : await namesOf(host, kind);
  const fitting = names.filter((one) => one.startsWith(value));
  return { values: fitting.slice(0, mostValues), total: fitting.length, hasMore: fitting.length > mostValues };
}

function kindOf(reference: CompletionReference, name: string): NameKind | 'change' | undefined {
  if (reference.type === 'ref/prompt') {
    const prompt = prompts.find((one) => one.name === reference.name);
    return prompt?.arguments.find((one) => one.name === name)?.names;
  }
  return name === 'flag' || name === 'environment' || name === 'change' ? name : undefined;
}
