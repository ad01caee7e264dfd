import { readDefinitions, type Definitions } from '../project/definitions.ts';
import type { Project } from '../project/project.ts';
import { exposureSide } from './exposures.ts';
import type { Side } from './contexts.ts';

/** Definitions of flags before and after, read when asked for and kept. */
export class Sides {
  readonly #before: Project;
  readonly #after: Project;
  readonly #known = new Map<string, Promise<readonly [Definitions, Definitions]>>();

  constructor(before: Project, after: Project) {
    this.#before = before;
    this.#after = after;
  }

  /** Both sides of flags and of all that they need, ready to be evaluated in an environment. */
  async of(flags: readonly string[], environment: string): Promise<readonly [before: Side, after: Side]> {
    const [before, after] = await this.definitions(flags);
    return [side(before, environment), side(after, environment)];
  }

  definitions(flags: readonly string[]): Promise<readonly [before: Definitions, after: Definitions]> {
    const id = flags.join('\n');
    let known = this.#known.get(id);
    if (!known) {
      known = Promise.all([readDefinitions(this.#before, flags), readDefinitions(this.#after, flags)]);
      this.#known.set(id, known);
    }
    return known;
  }
}

function side(definitions: Definitions, environment: string): Side {
  return { ...exposureSide(definitions, environment), definitions, environment };
}
