/**
 * Three kinds of tests: unit (no services), integration (one PostgreSQL and one Temporal server per run),
 * e2e (the same, and a browser). The services start only when a test that needs them runs.
 */
import os from 'node:os'
import { defineConfig } from 'vitest/config'

const SERVICES = ['workers/dev/testing/global-setup.ts']
/** What another process does in its own time is waited for as long as a busy machine may need. */
const PATIENT = { poll: { timeout: 15_000, interval: 50 } }
const NOT_OURS = ['**/node_modules/**', '**/build/**', '**/.portside/**']

export default defineConfig({
  test: {
    // A file waits for processes of its own a good part of the time. Three on two cores are no quicker, and unsteady.
    maxWorkers: Math.max(2, os.availableParallelism() - 1),
    // Files of a project share processes where `isolate` is off: importing was a fifth of their time. Whatever a file
    // changes outside itself (a clock, an environment) it puts back.
    projects: [
      {
        test: {
          name: 'unit',
          isolate: false,
          include: ['**/*.test.{ts,tsx}'],
          exclude: [...NOT_OURS, '**/*.int.test.ts'],
          // Properties are tried hundreds of times, beside whatever else a busy machine does.
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: 'integration',
          isolate: false,
          include: ['**/*.int.test.ts'],
          exclude: NOT_OURS,
          globalSetup: SERVICES,
          expect: PATIENT,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['**/*.e2e.ts'],
          exclude: NOT_OURS,
          globalSetup: SERVICES,
          expect: PATIENT,
          testTimeout: 90_000,
          hookTimeout: 180_000,
          // Tests that say so share a browser and a stack, each in a window of its own.
          maxConcurrency: 2,
        },
      },
    ],
  },
})
