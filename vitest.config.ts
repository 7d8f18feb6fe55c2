/**
 * Three kinds of tests: unit (no services), integration (one PostgreSQL and one Temporal server per run),
 * e2e (the same, and a browser). The services start only when a test that needs them runs.
 */
import { defineConfig } from 'vitest/config'

const SERVICES = ['workers/dev/testing/global-setup.ts']
const NOT_OURS = ['**/node_modules/**', '**/build/**', '**/.portside/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...NOT_OURS, '**/*.int.test.ts'],
          // Properties are tried hundreds of times, beside whatever else a busy machine does.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['**/*.int.test.ts'],
          exclude: NOT_OURS,
          globalSetup: SERVICES,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['web/e2e/**/*.e2e.ts'],
          exclude: NOT_OURS,
          globalSetup: SERVICES,
          testTimeout: 90_000,
          hookTimeout: 180_000,
          // Each file starts a browser and a server; side by side they starve each other on two cores.
          fileParallelism: false,
          // Tests that say so share both of them, each in a browser window of its own.
          maxConcurrency: 2,
        },
      },
    ],
  },
})
