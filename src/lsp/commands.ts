import type { Editor } from './editor.ts';

const commands: Readonly<Record<string, (editor: Editor) => Promise<unknown>>> = {
  /** Looks at everything that was edited now, without waiting for a pause. */
  'flagwright.check': (editor) => editor.ask(() => editor.settle()),
  /** Reads everything from the disk again, for who does not trust what is shown. */
  'flagwright.reload': (editor) => editor.reload(),
};

export const commandNames: string[] = Object.keys(commands);

/** Does what an editor may ask for by name; what is not known does nothing. */
export async function runCommand(editor: Editor, name: string): Promise<unknown> {
  return (Object.hasOwn(commands, name) ? await commands[name]?.(editor) : null) ?? null;
}
