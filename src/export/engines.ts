import type { EngineExport, ExportInput } from './exported.ts';

export interface ExportEngine {
  /** What it is, in a few words, for help. */
  readonly summary: string;
  /** Whether the result is that of one environment. */
  readonly perEnvironment: boolean;
  /** Whether it is made of a commit alone, with what its history says. */
  readonly ofCommit?: true;
  readonly load: () => Promise<(input: ExportInput) => EngineExport>;
}

/** Every engine by the name that the command line gives it. An exporter is loaded when it is needed. */
export const engines: Readonly<Record<string, ExportEngine>> = {
  snapshot: {
    summary: "what Flagwright's clients read, of a commit",
    perEnvironment: true,
    ofCommit: true,
    load: async () => (await import('./snapshot/snapshot.ts')).snapshotFile,
  },
  flagd: {
    summary: 'a flag set for flagd and its providers',
    perEnvironment: true,
    load: async () => (await import('./flagd/flagd.ts')).flagdFile,
  },
  'flagd-k8s': {
    summary: 'the same as a resource of Kubernetes',
    perEnvironment: true,
    load: async () => (await import('./flagd-k8s/flagd-k8s.ts')).flagdResource,
  },
  goff: {
    summary: 'a flag file for GO Feature Flag',
    perEnvironment: true,
    load: async () => (await import('./goff/goff.ts')).goffFile,
  },
  flipt: {
    summary: 'a features file for Flipt',
    perEnvironment: true,
    load: async () => (await import('./flipt/flipt.ts')).fliptFile,
  },
  'openfeature-manifest': {
    summary: 'for the code generator of the OpenFeature CLI',
    perEnvironment: false,
    load: async () => (await import('./openfeature-manifest/openfeature-manifest.ts')).openFeatureManifest,
  },
  types: {
    summary: 'TypeScript types of keys, values and contexts',
    perEnvironment: false,
    load: async () => (await import('./typescript/typescript.ts')).typesFile,
  },
};
