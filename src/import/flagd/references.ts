import type { Path } from '../../diagnostic/diagnostic.ts';
import { field, fields } from '../../model/read.ts';
import { RefusedImportError } from '../notes.ts';
import { operationOf, type ImportedLogic } from './logic.ts';

/** As many operators and arguments are taken with everything written out; nothing that people write comes near to it. */
const largest = 50_000;

/**
 * The named parts of a source. Written out they are the very objects that are under their names, so that they can be
 * known again.
 */
export class References {
  readonly #evaluators: Readonly<Record<string, unknown>>;
  readonly #used = new Set<string>();
  readonly #sizes = new Map<unknown, number>();

  constructor(evaluators: unknown) {
    this.#evaluators = fields(evaluators);
  }

  /** Names that nothing refers to. */
  unused(): readonly string[] {
    return Object.keys(this.#evaluators).filter((name) => !this.#used.has(name));
  }

  /**
   * Logic with the parts that it refers to.
   * @throws RefusedError for a reference that leads nowhere, or to another one
   */
  writeOut(logic: ImportedLogic, path: Path): ImportedLogic {
    let left = largest;
    const write = (part: ImportedLogic, at: Path): ImportedLogic => {
      if (--left < 0) throw new RefusedImportError(path, `its targeting has more than ${largest} parts`);
      if (typeof part !== 'object' || part === null) return part;
      if (Array.isArray(part)) return part.map((item, index) => write(item, [...at, index]));
      const operation = operationOf(part);
      if (operation?.name !== '$ref') {
        return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, write(inner, [...at, name])]));
      }
      const body = this.#body(operation.args[0], at);
      left -= this.#size(body);
      return body;
    };
    return write(logic, path);
  }

  #body(name: unknown, at: Path): ImportedLogic {
    const body = typeof name === 'string' ? field(this.#evaluators, name) : undefined;
    if (typeof name !== 'string' || body === undefined) throw new RefusedImportError(at, `there is no evaluator called ${JSON.stringify(name)}`); // prettier-ignore
    this.#used.add(name);
    if (hasReference(body)) throw new RefusedImportError(at, `the evaluator "${name}" refers to another one`);
    return body;
  }

  #size(body: ImportedLogic): number {
    const known = this.#sizes.get(body);
    if (known !== undefined) return known;
    let size = 0;
    const open = [body];
    while (open.length > 0) {
      const part = open.pop();
      size++;
      if (typeof part === 'object' && part !== null) for (const inner of Object.values(part)) open.push(inner);
    }
    this.#sizes.set(body, size);
    return size;
  }
}

function hasReference(body: ImportedLogic): boolean {
  const open = [body];
  while (open.length > 0) {
    const part = open.pop();
    if (typeof part !== 'object' || part === null) continue;
    if (operationOf(part)?.name === '$ref') return true;
    for (const inner of Object.values(part)) open.push(inner);
  }
  return false;
}
