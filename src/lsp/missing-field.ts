import type { Diagnostic, TextEdit } from '../diagnostic/diagnostic.ts';
import { isoDate } from '../diagnostic/relative-time.ts';
import { day } from '../lifecycle/days.ts';
import { longestLife } from '../lifecycle/expiry.ts';
import { nodeAt } from '../source/locate.ts';
import { findPair } from '../source/node.ts';
import { environmentNames } from '../workspace/flag-summary.ts';
import { pathAt } from './hover.ts';
import { patched } from './patched.ts';
import type { File } from './place.ts';

interface MissingFieldAction {
  readonly title: string;
  readonly edits: readonly TextEdit[];
}

const about: ReadonlySet<string> = new Set(['missing-field', 'missing-expiry', 'missing-otherwise']);

/** Adds the fields that a diagnostic says are missing. What only a person knows is left empty, which lint says as well. */
export function missingFieldActions(file: File, { rule, message, span }: Diagnostic): MissingFieldAction[] {
  if (!about.has(rule)) return [];
  const { kind, document, editor } = file;
  const marked = pathAt(document.root, span.start)?.path ?? [];
  // A missing field is marked at the name of what should have it; in a list and at the top at the first field there is.
  for (const path of [marked, marked.slice(0, -1), []]) {
    const node = nodeAt(document.root, path);
    const isMissing = (name: string): boolean => !findPair(node, name);
    const known = new Set([...editor.schemas.fields(kind, path).keys()].filter(isMissing));
    const named = [...message.matchAll(/[`"]([\w-]+)[`"]/g)].flatMap(([, name = '']) =>
      known.has(name) ? [name] : [],
    );
    const fallback = rule === 'missing-expiry' ? ['expires'] : rule === 'missing-otherwise' ? ['otherwise'] : [];
    const names = named.length > 0 ? named : fallback.filter((name) => known.has(name));
    const actions = names.flatMap((name) => {
      const edits = patched(document, [{ op: 'set', path: [...path, name], value: valueOf(file, name) }]);
      return edits.length > 0 ? [{ title: `Add ${name}`, edits }] : [];
    });
    if (actions.length > 0) return actions;
  }
  return [];
}

/** What a new field holds: what can be known, or nothing. */
function valueOf({ project, session, key }: File, name: string): unknown {
  const now = session.now();
  const flag = project.flags.get(key);
  switch (name) {
    case 'created':
    case 'last':
    case 'on':
      return isoDate(now);
    case 'expires': {
      const days = flag && longestLife(flag, project.manifest)?.maxAge;
      return isoDate(now + Math.min(days ?? 30 * day, 30 * day));
    }
    case 'review':
      return { every: '180d', last: isoDate(now) };
    case 'environments':
      return Object.fromEntries(environmentNames(project).map((one) => [one, false]));
    case 'otherwise':
      return flag?.off ?? 'off';
    case 'type':
      return 'release';
    case 'enabled':
      return false;
    default:
      return '';
  }
}
