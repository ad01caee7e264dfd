import type { Path } from '../diagnostic/diagnostic.ts';
import { UserError } from '../diagnostic/user-error.ts';

/**
 * `broken`: the text is not YAML, or holds a field twice. `missing`: there is nothing at the path. `not-a-collection`:
 * the path leads through a value that has no parts. `exists`: a field of the new name is there. `anchor`: the value
 * is shared through an anchor. `unsafe`: it is written in a way that cannot be edited in place.
 */
export type PatchRefusal = 'broken' | 'missing' | 'not-a-collection' | 'exists' | 'anchor' | 'unsafe';

const reasons: Readonly<Record<PatchRefusal, (place: string) => readonly [message: string, help: string]>> = {
  broken: () => ['the file is not valid YAML and cannot be edited', 'run flagwright lint to see what is wrong'],
  missing: (place) => [`there is nothing at ${place}`, 'check the name'],
  'not-a-collection': (place) => [`${place} is not inside of a mapping or list`, 'write it as one first'],
  exists: (place) => [`${place} is there already`, 'choose another name'],
  anchor: (place) => [`${place} is shared through an anchor (&name, *name)`, 'edit it by hand, or write the value out'],
  unsafe: (place) => [`${place} is written in a way that cannot be edited safely`, 'edit it by hand'],
};

/** An edit that is refused; nothing of it was made. */
export class PatchError extends UserError {
  readonly code: PatchRefusal;
  readonly path: Path;

  constructor(code: PatchRefusal, path: Path) {
    const [message, help] = reasons[code](path.length > 0 ? path.join('.') : 'the whole value');
    super(message, help);
    this.code = code;
    this.path = path;
  }
}
