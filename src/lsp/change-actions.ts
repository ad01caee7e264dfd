import { CodeActionKind, type CodeAction } from 'vscode-languageserver';
import { extendEdits } from '../change/lifecycle-edits.ts';
import { stateEdit } from '../change/state-edit.ts';
import { isoDate } from '../diagnostic/relative-time.ts';
import { day, periodOf } from '../lifecycle/days.ts';
import { fields } from '../model/read.ts';
import type { ValueEdit } from '../source/value-edit.ts';
import { environmentNames } from '../workspace/flag-summary.ts';
import { pathAt } from './hover.ts';
import { patched } from './patched.ts';
import type { File } from './place.ts';
import { rangeOf } from './text-ranges.ts';

/** How much longer a flag is given, in days. */
const extensions = [14, 30, 90];

/** Changes of a flag that an editor can make: on and off in each environment, and a later end. */
export function changeActions(file: File, offset: number): CodeAction[] {
  const { kind, key, document, project } = file;
  const at = pathAt(document.root, offset)?.path;
  if (kind !== 'flag') return [];
  const action = (title: string, edits: readonly ValueEdit[]): CodeAction[] => {
    const changes = patched(document, edits).map(({ span, text: newText }) => ({
      range: rangeOf(file.text, span),
      newText,
    }));
    if (changes.length === 0) return [];
    return [{ title, kind: CodeActionKind.RefactorRewrite, edit: { changes: { [file.uri]: changes } } }];
  };
  const names = environmentNames(project);
  const inOne = at?.[0] === 'environments' ? names.filter((name) => at[1] === undefined || at[1] === name) : [];
  const wanted = at === undefined || at.length <= 1 ? names : inOne;
  const switches = wanted.flatMap((name) =>
    [true, false].flatMap((enabled) => {
      const edit = stateEdit(document.value, name, enabled, names);
      // Left out and off are the same.
      if (!edit || (!enabled && !isOn(document.value, name))) return [];
      return action(`Switch ${key} ${enabled ? 'on' : 'off'} in ${name}`, [edit]);
    }),
  );
  return [...switches, ...extensionActions(file, at?.[0], action)];
}

function isOn(value: unknown, environment: string): boolean {
  const block = fields(fields(value).environments)[environment];
  return block === true || fields(block).enabled === true;
}

/** The reason is left to be written: lint says that it is missing until it is there. */
function extensionActions(
  { session, document, key }: File,
  field: string | number | undefined,
  action: (title: string, edits: readonly ValueEdit[]) => CodeAction[],
): CodeAction[] {
  const { expires } = fields(document.value);
  const period = typeof expires === 'string' ? periodOf(expires) : undefined;
  if (!period || (field !== 'expires' && field !== 'extensions')) return [];
  const now = session.now();
  return extensions.flatMap((days) => {
    const until = isoDate(Math.max(period.start, now) + days * day);
    const edits = extendEdits(document.value, isoDate(now), until, '');
    return action(`Extend ${key} by ${days} days to ${until}, with the reason to write`, edits);
  });
}
