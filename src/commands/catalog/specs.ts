import type { Definitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import type { Host } from '../../workspace/host.ts';
import { SpecRunner } from '../../workspace/specs/spec-runner.ts';
import type { CatalogSpec } from './catalog-report.ts';

/** Runs every spec of a project; what became of each, by the key of the flag. */
export async function specsOf(
  host: Host,
  project: Project,
  definitions: Definitions,
  environments: readonly string[],
): Promise<ReadonlyMap<string, readonly CatalogSpec[]>> {
  const runner = new SpecRunner(project, definitions, host.clock.now().getTime(), environments);
  const found = new Map<string, CatalogSpec[]>();
  for (const [index, spec] of project.specs.entries()) {
    host.signal.throwIfAborted();
    host.progress.update('running specs', index, project.specs.length);
    if (spec.flag === undefined) continue;
    const cases = runner.run(spec, await project.document(spec.file), () => true);
    const one = {
      file: spec.file,
      cases: cases.map(({ name, environment, failures }) => ({
        name,
        environment,
        failures: failures.map(({ message }) => message),
      })),
    };
    found.set(spec.flag, [...(found.get(spec.flag) ?? []), one]);
  }
  return found;
}
