/** What has a meaning that can change: governance files first, then segments, then flags. */
export const definitionKinds = ['manifest', 'owners', 'systems', 'policy', 'segment', 'flag'] as const;

export type DefinitionKind = (typeof definitionKinds)[number];
