import { didYouMean } from '../../diagnostic/suggest.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import type { Spec } from '../../model/spec.ts';
import type { Project } from '../../project/project.ts';
import type { Host } from '../../workspace/host.ts';
import { treePath } from '../../workspace/tree-path.ts';

/**
 * The specs that names stand for, in the order of the project; all of them without any name.
 * @param names spec files, flag files, folders of them, or keys of flags
 * @throws UserError for a name that stands for no spec
 */
export function chooseSpecs(host: Host, project: Project, names: readonly string[]): readonly Spec[] {
  if (names.length === 0) return project.specs;
  const chosen = new Set(names.flatMap((name) => specsOf(host, project, name)));
  return project.specs.filter((spec) => chosen.has(spec));
}

function specsOf(host: Host, project: Project, name: string): readonly Spec[] {
  const { specs, flags, files } = project;
  const path = treePath(host, name);
  const below = path === '' ? '' : `${path}/`;
  const isFile = files.has(path);
  if (isFile || [...files.keys()].some((file) => file.startsWith(below))) {
    const tested = flagIn(project, path);
    const found = specs.filter(({ file, flag }) => {
      if (isFile) return file === path || (tested !== undefined && flag === tested);
      return file.startsWith(below);
    });
    if (found.length > 0) return found;
    if (tested !== undefined) throw untested(tested);
    throw new UserError(`there is no spec in ${name}`, 'specs are in files named *.spec.yaml');
  }
  const found = specs.filter(({ flag }) => flag === name);
  if (found.length > 0) return found;
  if (flags.has(name)) throw untested(name);
  const near = didYouMean(name, [...flags.keys(), ...specs.map(({ file }) => file)]);
  throw new UserError(
    `there is no spec, folder or flag "${name}"`,
    near ?? 'name a spec file, a folder, or the key of a flag; without any, all specs are run',
  );
}

function flagIn({ files }: Project, path: string): string | undefined {
  const file = files.get(path);
  return file?.kind === 'flag' ? file.key : undefined;
}

function untested(flag: string): UserError {
  return new UserError(`no spec tests ${flag}`, `write ${flag}.spec.yaml beside it, with \`flag: ${flag}\` and cases`);
}
