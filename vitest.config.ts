import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  define: { FLAGWRIGHT_VERSION: '"0.1.0"', FLAGWRIGHT_BUILD: '"source"' },
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'build/**/*.test.ts', 'bench/**/*.test.ts'],
    testTimeout: 60_000,
    // Some set up a world of repositories.
    hookTimeout: 120_000,
    // By default one less than there are cores, which of two leaves one.
    maxWorkers: availableParallelism(),
    setupFiles: ['test/support/seed.ts'],
    env: { NODE_EXTRA_CA_CERTS: '', FLAGWRIGHT_NOW: '', NO_COLOR: '', FORCE_COLOR: '', CI: '' },
  },
});
