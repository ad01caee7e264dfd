import type { Importer } from './imported.ts';

export interface ImportEngine {
  /** What people call it. */
  readonly title: string;
  /** What it reads, in a few words, for help. */
  readonly summary: string;
  /** Whether the source says by itself which environments it is about, or is about none. */
  readonly hasEnvironments: boolean;
  /** Whether each flag may be in a file of its own, so that several are named. */
  readonly hasManyFiles?: boolean;
  readonly load: () => Promise<Importer>;
}

/** Every engine by the name that the command line gives it. An importer is loaded when it is needed. */
export const importEngines: Readonly<Record<string, ImportEngine>> = {
  flagd: {
    title: 'flagd',
    summary: 'the JSON or YAML of flagd and its providers',
    hasEnvironments: false,
    async load() {
      const [{ flagdImporter }, { compileJsonLogic }] = await Promise.all([
        import('./flagd/flagd.ts'),
        import('../evaluate/json-logic.ts'),
      ]);
      return flagdImporter(compileJsonLogic);
    },
  },
  goff: {
    title: 'GO Feature Flag',
    summary: 'a flag file of GO Feature Flag, YAML or JSON',
    hasEnvironments: false,
    load: async () => (await import('./goff/goff.ts')).importGoff,
  },
  flipt: {
    title: 'Flipt',
    summary: 'a features file of Flipt, version 1',
    hasEnvironments: false,
    load: async () => (await import('./flipt/flipt.ts')).importFlipt,
  },
  unleash: {
    title: 'Unleash',
    summary: 'what Unleash exports, or what its clients get',
    hasEnvironments: true,
    load: async () => (await import('./unleash/unleash.ts')).importUnleash,
  },
  launchdarkly: {
    title: 'LaunchDarkly',
    summary: 'the flags of LaunchDarkly as its API gives them',
    hasEnvironments: true,
    load: async () => (await import('./launchdarkly/launchdarkly.ts')).importLaunchDarkly,
  },
  gitlab: {
    title: 'GitLab',
    summary: 'definitions of feature flags of GitLab: files, or a folder of them',
    hasManyFiles: true,
    hasEnvironments: false,
    load: async () => (await import('./gitlab/gitlab.ts')).importGitlab,
  },
  'openfeature-manifest': {
    title: 'the OpenFeature manifest',
    summary: 'the manifest of the OpenFeature CLI: keys, types and defaults',
    hasEnvironments: true,
    load: async () => (await import('./manifest/manifest.ts')).importManifest,
  },
};
