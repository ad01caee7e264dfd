/** What a file of a project holds. */
export type FileKind = 'manifest' | 'owners' | 'systems' | 'policy' | 'flag' | 'segment' | 'spec';

const byName: Readonly<Record<string, FileKind>> = {
  'flagwright.yaml': 'manifest',
  'owners.yaml': 'owners',
  'systems.yaml': 'systems',
  'policy.yaml': 'policy',
};

const suffixes = { flag: '.flag.yaml', segment: '.segment.yaml', spec: '.spec.yaml' } as const;

export const manifestName = 'flagwright.yaml';
export const policyName = 'policy.yaml';

/** The kind and key of a file, by its path below the project's folder; `undefined` for files that are not ours. */
export function fileKind(pathInProject: string): { kind: FileKind; key: string } | undefined {
  const slash = pathInProject.lastIndexOf('/');
  const named = slash < 0 ? byName[pathInProject] : undefined;
  if (named) return { kind: named, key: '' };
  const name = pathInProject.slice(slash + 1);
  for (const kind of ['flag', 'segment', 'spec'] as const) {
    const suffix = suffixes[kind];
    if (name.endsWith(suffix)) return { kind, key: name.slice(0, -suffix.length) };
  }
  return undefined;
}

/** The name of the file that holds a flag, segment or spec. */
export function fileName(kind: 'flag' | 'segment' | 'spec', key: string): string {
  return key + suffixes[kind];
}
