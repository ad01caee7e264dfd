import type { Path } from '../../diagnostic/diagnostic.ts';
import { UserError } from '../../diagnostic/user-error.ts';
import { field, fields, text, type Fields } from '../../model/read.ts';
import type { EngineImport, ImportedFlag, ImportInput } from '../imported.ts';
import { Notes, RefusedImportError } from '../notes.ts';
import { scalarText } from '../scalars.ts';

/** Our types for GitLab's. */
const types: Readonly<Record<string, string>> = {
  development: 'release',
  gitlab_com_derisk: 'release',
  wip: 'release',
  beta: 'release',
  ops: 'ops',
  worker: 'ops',
  undefined: 'ops',
  experiment: 'experiment',
};

const links = { feature_issue_url: 'issue', introduced_by_url: 'introduced', rollout_issue_url: 'rollout' } as const;

const known = ['name', 'description', 'type', 'group', 'default_enabled', ...Object.keys(links)];

/** A definition of a feature flag of GitLab, or a list of them. They are on or off; who gets them is said elsewhere. */
export function importGitlab(value: unknown, input: ImportInput): EngineImport {
  const definitions = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const isDefinition = (one: unknown): boolean => typeof field(fields(one), 'name') === 'string' && 'default_enabled' in fields(one); // prettier-ignore
  if (definitions.length === 0 || !definitions.every(isDefinition)) {
    throw new UserError('this is not a definition of GitLab: it has a "name" and "default_enabled"', 'name a file of config/feature_flags'); // prettier-ignore
  }
  const notes = new Notes();
  const flags = definitions.flatMap((definition, index) => {
    const flag = fields(definition);
    const path = Array.isArray(value) ? [index] : [];
    return notes.about(scalarText(flag['name']), () => read(flag, path, input, notes)) ?? [];
  });
  return { flags, segments: [], notes: notes.list, movements: [] };
}

function read(flag: Fields, path: Path, { environments }: ImportInput, notes: Notes): ImportedFlag {
  notes.lostFields(flag, path, known);
  const enabled = flag['default_enabled'];
  if (typeof enabled !== 'boolean') throw new RefusedImportError([...path, 'default_enabled'], 'it does not say whether it is on by default'); // prettier-ignore
  const type = text(field(flag, 'type'));
  const ours = type !== undefined && Object.hasOwn(types, type) ? types[type] : undefined;
  if (ours !== undefined && ours !== type) notes.lost([...path, 'type'], `its type "${type}" is "${ours}" here`);
  const named = Object.entries(links).flatMap(([theirs, name]): [string, string][] => {
    const link = text(field(flag, theirs));
    if (link === undefined || link === '') return [];
    if (/^[a-zA-Z][a-zA-Z0-9+.-]*:[^\s]+$/.test(link)) return [[name, link]];
    notes.lost([...path, theirs], `"${theirs}" is not the address of a page`);
    return [];
  });
  return {
    key: scalarText(flag['name']),
    path,
    facts: {
      description: text(field(flag, 'description')),
      type: ours ?? type,
      owner: text(field(flag, 'group'))?.replace(/^group::/, '').replaceAll(' ', '-'), // prettier-ignore
      links: named.length > 0 ? Object.fromEntries(named) : undefined,
    },
    variants: undefined,
    off: 'off',
    environments: Object.fromEntries(environments.all.map((name) => [name, enabled])),
  };
}
