import type { Ask, Host } from '../../src/workspace/host.ts';
import { UserError } from '../../src/diagnostic/user-error.ts';
import type { Git } from '../../src/git/git.ts';
import { memoryTree } from '../../src/platform/memory-tree.ts';
import { exampleFiles } from './example-project.ts';

/** What a fake host is made of; the rest is as on 2026-11-22 in a project at the root, with nobody to ask. */
export interface FakeHost {
  readonly files?: Readonly<Record<string, string>>;
  /** `null` outside of a project. */
  readonly folder?: string | null;
  readonly cwd?: string;
  readonly now?: string;
  readonly git?: Partial<Git>;
  /** The answers to questions, in their order. */
  readonly answers?: readonly string[];
}

/** A host over files in memory. What is written is kept apart, and so is what was asked. */
export function fakeHost(own: FakeHost = {}): Host & { written: Map<string, string>; asked: string[] } {
  const { files = {}, folder = '', cwd = '', now = '2026-11-22T12:00:00Z', git, answers } = own;
  const written = new Map<string, string>();
  const asked: string[] = [];
  return {
    tree: memoryTree(files),
    root: '/home/ada/shop',
    folder: folder ?? undefined,
    cwd,
    relativePath: (path) => (path.startsWith('/home/ada/shop/') ? path.slice('/home/ada/shop/'.length) : undefined),
    git: git && (async () => git as Git),
    checkout: git && (() => ({ commit: undefined, shallow: false })),
    clock: { now: () => new Date(now) },
    writer: {
      write(changes) {
        for (const [path, text] of changes) written.set(path, text);
      },
      prepare: (changes) => ({
        apply() {
          for (const [path, text] of changes) {
            if (text === null) written.delete(path);
            else written.set(path, text);
          }
        },
        undo: () => {},
        finish: () => {},
      }),
    },
    at: undefined,
    store: undefined,
    stores: undefined,
    toolVersion: 'test',
    ask: answers && scriptedAsk([...answers], asked),
    progress: { update: () => {}, debug: () => {}, say: () => {} },
    signal: new AbortController().signal,
    written,
    asked,
  };
}

/** Answers questions from a list; `''` takes the preset. An answer that the question refuses is asked again. */
function scriptedAsk(answers: string[], asked: string[]): Ask {
  const next = (message: string, preset: string | undefined): string => {
    asked.push(preset === undefined ? message : `${message} [${preset}]`);
    const answer = answers.shift();
    if (answer === undefined) throw new Error(`no answer is left for "${message}"`);
    return answer === '' ? (preset ?? '') : answer;
  };
  return {
    async input({ message, default: preset, validate }) {
      for (;;) {
        const answer = next(message, preset);
        const verdict = validate?.(answer) ?? true;
        if (verdict === true) return answer;
        asked.push(`refused: ${verdict}`);
      }
    },
    async select({ message, choices, default: preset }) {
      const answer = next(message, preset);
      if (!choices.some(({ value }) => value === answer))
        throw new Error(`"${answer}" is not a choice of "${message}"`);
      return answer;
    },
    async confirm({ message, default: preset }) {
      return next(message, preset ? 'yes' : 'no') === 'yes';
    },
  };
}

/** The files of a small project with some flags; see test/support/example-project.ts. */
export function projectWith(flags: Readonly<Record<string, string>>): Record<string, string> {
  return exampleFiles({ flags });
}

/** The user error that a call ends with, as `message / help`. */
export async function userError(call: () => unknown): Promise<string> {
  try {
    await call();
  } catch (error) {
    if (error instanceof UserError) return `${error.message} / ${error.help ?? ''}`;
    throw error;
  }
  throw new Error('it did not fail');
}
