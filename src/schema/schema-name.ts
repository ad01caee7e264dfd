/** The files that have a schema. */
export type SchemaName = 'manifest' | 'owners' | 'systems' | 'policy' | 'flag' | 'segment' | 'spec';
