import { UserError } from '../diagnostic/user-error.ts';

/** Bytes of an answer: many times what any answer has. */
const largest = 1024 * 1024;

/** An answer that is JSON. */
export interface JsonAnswer {
  readonly status: number;
  readonly value: unknown;
}

/**
 * Asks a server for JSON. Redirections are not followed.
 * @param within milliseconds
 * @throws UserError if it cannot be reached, or what it sends is not JSON
 */
export async function getJson(url: URL, within = 5_000): Promise<JsonAnswer> {
  const signal = AbortSignal.timeout(within);
  let status: number;
  let text = '';
  try {
    const answer = await fetch(url, { signal, redirect: 'error', headers: { accept: 'application/json' } });
    status = answer.status;
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true });
      if (text.length > largest) break;
    }
  } catch (error) {
    throw new UserError(`${url.host} cannot be reached: ${reasonOf(error)}`, 'check the address, and that it runs');
  }
  try {
    return { status, value: JSON.parse(text) };
  } catch {
    throw new UserError(`${url.host} answers with something other than JSON`, 'name the address of `flagwright serve`');
  }
}

/** The reason that Node puts into the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'it does not answer';
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
