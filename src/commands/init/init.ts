import { UserError } from '../../diagnostic/user-error.ts';
import { manifestName } from '../../model/file-kind.ts';
import { readOwners } from '../../model/owners.ts';
import { UnreadableFileError } from '../../platform/file-tree.ts';
import { parseDocument } from '../../source/document.ts';
import type { Host } from '../../workspace/host.ts';
import { editorSettings, exampleFlag, githubWorkflow, manifestText, ownersText } from './init-files.ts';
import { shellWord } from '../../diagnostic/shell-word.ts';
import { treePath } from '../../workspace/tree-path.ts';

export interface InitOptions {
  /** Where the project is to be, relative to the current folder; default `flags`. */
  readonly dir: string | undefined;
  /** Also write the workflow of this CI. */
  readonly ci: 'github' | undefined;
  readonly dryRun: boolean;
  /** Absolute path of the installed package, to tell editors where its schemas are. */
  readonly packageFolder: string | undefined;
}

export interface InitReport {
  readonly command: 'init';
  readonly ok: true;
  /** Folder of the project in the tree; `''` at its root. */
  readonly folder: string;
  readonly files: readonly InitFile[];
  /** False with `--dry-run`. */
  readonly written: boolean;
  readonly example: string | undefined;
  /** Whether owners.yaml holds an address that nobody has. */
  readonly placeholder: boolean;
  /** The address in the new owners.yaml that git's settings gave; undefined where they gave none. */
  readonly email: string | undefined;
  /** Whether editors will find the schemas where their settings look. */
  readonly schemasFound: boolean;
  readonly ci: 'github' | undefined;
  /** What other commands need to find the project from here; empty if nothing. */
  readonly projectOption: string;
}

export interface InitFile {
  readonly path: string;
  /** What it is for, in a few words. */
  readonly purpose: string;
  readonly text: string;
  /** A file that was there before stays as it is. */
  readonly kept: boolean;
}

const defaultFolder = 'flags';
const placeholder = 'you@example.com';
const exampleKey = 'welcome-banner';

/**
 * Starts a project. Files that exist are kept. In a project that exists only a workflow can be added.
 * @throws UserError if the folder is a project already, lies inside of one or holds one
 */
export async function init(host: Host, options: InitOptions): Promise<InitReport> {
  const folder = folderOf(host, options.dir);
  const exists = await isProject(host, folder);
  if (exists && options.ci === undefined) {
    const path = join(folder, manifestName);
    const help = '`flagwright new` adds a flag to it, `flagwright init DIR` starts another';
    throw new UserError(`there is a project already: ${path}`, help);
  }
  if (!exists) await requireRoom(host, folder);
  const schemas = schemasIn(host, options.packageFolder);
  const team = exists
    ? { text: '', owner: undefined, isPlaceholder: false, email: undefined }
    : await ownersOf(host, folder);
  const drafts = exists ? [] : projectFiles(host, folder, team, schemas.folder);
  if (options.ci === 'github') {
    const path = '.github/workflows/flagwright.yml';
    drafts.push({ path, purpose: 'lints every pull request', text: githubWorkflow(folder) });
  }
  const files: InitFile[] = [];
  for (const draft of drafts) files.push({ ...draft, kept: (await contentOf(host, draft.path)) !== undefined });
  const fresh = files.filter(({ kept }) => !kept);
  if (!options.dryRun && fresh.length > 0) host.writer.write(new Map(fresh.map(({ path, text }) => [path, text])));
  return {
    command: 'init',
    ok: true,
    folder,
    files,
    written: !options.dryRun,
    example: !exists && team.owner !== undefined ? exampleKey : undefined,
    placeholder: team.isPlaceholder,
    email: team.email,
    schemasFound: exists || schemas.found,
    ci: options.ci,
    projectOption: isFoundFrom(host.cwd, folder) ? '' : ` --project ${shellWord(options.dir ?? defaultFolder)}`,
  };
}

/** Where a project is to be; without a word about it, in `flags` of this folder, unless this is a project's. */
function folderOf(host: Host, dir: string | undefined): string {
  if (dir === undefined) return host.folder ?? treePath(host, defaultFolder);
  try {
    return treePath(host, dir);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(`${dir} is outside of ${host.root}`, `start there: \`flagwright init -C ${shellWord(dir)} .\``);
  }
}

type Draft = Omit<InitFile, 'kept'>;
type Team = Awaited<ReturnType<typeof ownersOf>>;

function projectFiles(host: Host, folder: string, { text, owner }: Team, schemas: string): Draft[] {
  const drafts: Draft[] = [
    { path: join(folder, manifestName), purpose: 'environments, limits, rules', text: manifestText },
    { path: join(folder, 'owners.yaml'), purpose: 'teams and their members', text },
  ];
  if (owner !== undefined) {
    const path = join(folder, `${owner}/${exampleKey}.flag.yaml`);
    drafts.push({ path, purpose: 'an example flag', text: exampleFlag(owner, host.clock.now()) });
  }
  drafts.push({
    path: '.vscode/settings.json',
    purpose: 'completion and checks in the editor',
    text: editorSettings(folder, schemas),
  });
  return drafts;
}

/** The owners file of a new project; the team of one that is there already. */
async function ownersOf(
  host: Host,
  folder: string,
): Promise<{ text: string; owner: string | undefined; isPlaceholder: boolean; email: string | undefined }> {
  const path = join(folder, 'owners.yaml');
  const known = await contentOf(host, path);
  if (known !== undefined) {
    const { teams } = readOwners(path, parseDocument(path, known).value);
    return { text: known, owner: teams.keys().next().value, isPlaceholder: false, email: undefined };
  }
  const email = await userEmail(host);
  return { text: ownersText(email ?? placeholder), owner: 'my-team', isPlaceholder: email === undefined, email };
}

async function userEmail(host: Host): Promise<string | undefined> {
  try {
    const email = await (await host.git?.())?.userEmail();
    return email !== undefined && /^[^\s@:]+@[^\s@]+$/.test(email) ? email : undefined;
  } catch (error) {
    // Without git there is no address, and a project can be started all the same.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Projects do not nest: the outer one would take the flags of the inner for its own. */
async function requireRoom(host: Host, folder: string): Promise<void> {
  for (let above = folder; above !== '';) {
    above = above.includes('/') ? above.slice(0, above.lastIndexOf('/')) : '';
    if (await isProject(host, above)) {
      throw new UserError(
        `${folder} is inside of a project: ${join(above, manifestName)}`,
        '`flagwright new` adds a flag to it; sub-folders need no manifest',
      );
    }
  }
  const below = (await host.tree.list(folder)).find(({ path }) => path.endsWith(`/${manifestName}`));
  if (below) {
    throw new UserError(`there is a project below: ${below.path}`, 'name a folder beside it: `flagwright init DIR`');
  }
}

async function isProject(host: Host, folder: string): Promise<boolean> {
  return (await contentOf(host, join(folder, manifestName))) !== undefined;
}

async function contentOf(host: Host, path: string): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await host.tree.read(path));
  } catch (error) {
    if (error instanceof UnreadableFileError) return undefined;
    throw error;
  }
}

/** Where the schemas are, relative to the root: in the package if it is installed here, else where it would be. */
function schemasIn(host: Host, packageFolder: string | undefined): { folder: string; found: boolean } {
  const path = packageFolder === undefined ? undefined : host.relativePath(packageFolder);
  if (path === undefined) return { folder: 'node_modules/flagwright/schemas', found: false };
  // Some package managers keep the package elsewhere and link to it from here; the link is what lasts.
  const modules = /(?:^|\/)node_modules(?=\/)/.exec(path);
  const installed = modules && path.slice(0, modules.index + modules[0].length);
  return { folder: installed === null ? join(path, 'schemas') : `${installed}/flagwright/schemas`, found: true };
}

/** Whether commands started in a folder find a project by themselves: there, above, or in `flags` of those. */
function isFoundFrom(cwd: string, folder: string): boolean {
  for (let above = cwd; ; above = above.slice(0, Math.max(0, above.lastIndexOf('/')))) {
    if (folder === above || folder === join(above, defaultFolder)) return true;
    if (above === '') return false;
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}
