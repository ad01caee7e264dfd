import { readDefinitions } from '../../project/definitions.ts';
import { environmentNames, sortedFlags } from '../../workspace/flag-summary.ts';
import type { Host } from '../../workspace/host.ts';
import { openProject } from '../../workspace/linted-project.ts';
import { requireKnown } from '../../workspace/named.ts';
import { chooseSpecs } from './choose-specs.ts';
import { SpecRunner } from '../../workspace/specs/spec-runner.ts';
import type { TestedCase } from '../../workspace/specs/tested-case.ts';

export interface TestOptions {
  /** Spec files, folders of them, or keys of flags; all specs if there is none. */
  readonly names: readonly string[];
  /** Only the cases of this environment. */
  readonly environment: string | undefined;
  /** Whether to name the flags that no spec tests. */
  readonly coverage: boolean;
}

export interface TestReport {
  readonly command: 'test';
  readonly ok: boolean;
  readonly passed: number;
  readonly failed: number;
  /** In the order of the files, and of each file. */
  readonly cases: readonly TestedCase[];
  /** The spec files that were run, in code-unit order of their paths. */
  readonly files: readonly string[];
  /** The flags that no spec of the project tests, if asked for. */
  readonly untested: readonly string[] | undefined;
  /** What a first spec could be about, where the project has none. */
  readonly example: { readonly flag: string; readonly environment: string } | undefined;
  /** Texts of the files that failures point into. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Runs the specs of a project.
 * @throws UserError for a name that stands for no spec, and for an environment that there is not
 */
export async function test(host: Host, { names, environment, coverage }: TestOptions): Promise<TestReport> {
  const project = await openProject(host);
  project.memory?.save();
  const environments = environmentNames(project);
  if (environment !== undefined) requireKnown('environment', environment, environments);
  const specs = chooseSpecs(host, project, names);
  const keys = new Set(specs.flatMap(({ flag }) => (flag === undefined ? [] : [flag])));
  const definitions = await readDefinitions(project, keys);
  const runner = new SpecRunner(project, definitions, host.clock.now().getTime(), environments);
  const cases: TestedCase[] = [];
  const texts = new Map<string, string>();
  for (const [index, spec] of specs.entries()) {
    host.signal.throwIfAborted();
    host.progress.update('testing', index, specs.length);
    const document = await project.document(spec.file);
    const tested = runner.run(spec, document, (name) => environment === undefined || name === environment);
    if (tested.some(({ failures }) => failures.length > 0)) texts.set(spec.file, document.text);
    cases.push(...tested);
  }
  const failed = cases.filter(({ failures }) => failures.length > 0).length;
  const tested = new Set(project.specs.map(({ flag }) => flag));
  const [first] = sortedFlags(project);
  return {
    command: 'test',
    ok: failed === 0,
    passed: cases.length - failed,
    failed,
    cases,
    files: specs.map(({ file }) => file),
    untested: coverage ? sortedFlags(project).flatMap(({ key }) => (tested.has(key) ? [] : [key])) : undefined,
    example: first && { flag: first.key, environment: environments.at(-1) ?? 'production' },
    texts,
  };
}
