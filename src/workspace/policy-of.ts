import { fields } from '../model/read.ts';
import { readPolicy, withOwnTypes, type Policy } from '../policy/policy.ts';
import type { Project } from '../project/project.ts';

/** The value of policy.yaml; undefined where there is none. */
export async function policyValue(project: Project): Promise<unknown> {
  const file = [...project.files.values()].find(({ kind }) => kind === 'policy')?.file;
  return file === undefined ? undefined : fields((await project.document(file)).value);
}

/** The policy of a project, whose rules for types are also about the types that are like them. */
export async function policyOf(project: Project): Promise<Policy | undefined> {
  const value = await policyValue(project);
  return value === undefined ? undefined : withOwnTypes(readPolicy(value), [project.manifest]);
}
