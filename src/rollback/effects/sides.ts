import type { FlagDefinition } from '../../evaluate/definition.ts';
import { evaluatorOf, readDefinitions, type Definitions, type GrowingDefinitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import type { Side } from './contexts.ts';
import { exposureSide } from './exposures.ts';

/** Definitions of flags before and after, read when asked for and kept: each once, however many need it. */
export class Sides {
  readonly #before: OneSide;
  readonly #after: OneSide;

  constructor(before: Project, after: Project) {
    this.#before = new OneSide(before);
    this.#after = new OneSide(after);
  }

  /** Both sides of flags and of all that they need, ready to be evaluated in an environment. */
  async of(flags: readonly string[], environment: string): Promise<readonly [before: Side, after: Side]> {
    await this.definitions(flags);
    return [this.#before.in(environment), this.#after.in(environment)];
  }

  /** Both sides of flags, with all that was read before. */
  definitions(flags: readonly string[]): Promise<readonly [before: Definitions, after: Definitions]> {
    return Promise.all([this.#before.read(flags), this.#after.read(flags)]);
  }
}

class OneSide {
  readonly #project: Project;
  #definitions: GrowingDefinitions = { flags: new Map(), segments: new Map(), jsonLogic: undefined };
  /** The same flags as if they needed nothing. */
  readonly #bare = new Map<string, FlagDefinition>();
  #known = new Map<string, Side>();

  constructor(project: Project) {
    this.#project = project;
  }

  async read(keys: readonly string[]): Promise<Definitions> {
    const { jsonLogic } = this.#definitions;
    this.#definitions = await readDefinitions(this.#project, keys, this.#definitions);
    // What was made ready before the first JsonLogic came cannot read it.
    if (this.#definitions.jsonLogic !== jsonLogic) this.#known = new Map();
    return this.#definitions;
  }

  in(environment: string): Side {
    const { flags } = this.#definitions;
    if (this.#bare.size < flags.size) {
      for (const [key, flag] of flags)
        if (!this.#bare.has(key)) this.#bare.set(key, { ...flag, prerequisites: undefined });
    }
    const known = this.#known.get(environment) ?? this.#make(environment);
    this.#known.set(environment, known);
    return known;
  }

  #make(environment: string): Side {
    const definitions = this.#definitions;
    const bare = evaluatorOf({ ...definitions, flags: this.#bare }, environment);
    return { ...exposureSide(definitions, environment), definitions, environment, bare };
  }
}
