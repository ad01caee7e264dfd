import { exportFlagd } from '../../export/flagd/flagd.ts';
import type { OwnExport } from '../../import/imported.ts';
import { readDefinitions } from '../../project/definitions.ts';
import type { Project } from '../../project/project.ts';
import type { Host } from '../../workspace/host.ts';

/**
 * What the project exports to flagd now, so that an import of an edited export changes what was edited and nothing else.
 * @param environments those that the import goes to; with several there is not one export
 */
export async function ownExport(
  host: Host,
  project: Project,
  environments: readonly string[],
): Promise<OwnExport | undefined> {
  // prettier-ignore
  const [environment, other] = environments;
  if (environment === undefined || other !== undefined) return undefined;
  const definitions = await readDefinitions(project);
  const { set } = exportFlagd({
    keys: [...project.flags.keys()],
    definitions,
    environment,
    now: host.clock.now().getTime(),
    source: { project: '', commit: undefined, uncommitted: false, context: undefined, chain: undefined },
  });
  const flags = [...project.flags.values()];
  return {
    value: JSON.parse(JSON.stringify(set)),
    dependent: new Set(flags.filter(({ prerequisites }) => prerequisites.length > 0).map(({ key }) => key)),
  };
}
