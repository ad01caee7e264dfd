import type { Editor } from './editor.ts';

const commands: Readonly<Record<string, (editor: Editor) => Promise<unknown>>> = {
  /** Reads everything again, for who does not trust what is shown. */
  'flagwright.check': async (editor) => {
    await editor.reload();
    return editor.ask(() => editor.settle());
  },
};

export const commandNames: string[] = Object.keys(commands);

/** Does what an editor may ask for by name; what is not known does nothing. */
export async function runCommand(editor: Editor, name: string): Promise<unknown> {
  return (Object.hasOwn(commands, name) ? await commands[name]?.(editor) : null) ?? null;
}
