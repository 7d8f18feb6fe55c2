/**
 * What each npm script runs once the dependencies are there: a file on Node 24, with these arguments first.
 *
 * @type {Record<string, { file: string, args?: readonly string[] }>}
 */
export const commands = {
  start: { file: 'workers/dev/up.ts' },
  dev: { file: 'workers/dev/up.ts', args: ['--dev'] },
  build: { file: 'workers/dev/build.ts' },
  test: { file: 'workers/dev/test.ts' },
  e2e: { file: 'workers/dev/test.ts', args: ['--project', 'e2e'] },
  check: { file: 'workers/dev/check.ts' },
  conformance: { file: 'workers/dev/conformance.ts' },
  counterparts: { file: 'workers/dev/counterparts.ts' },
  code: { file: 'workers/dev/code.ts' },
  doctor: { file: 'workers/dev/doctor.ts' },
  bench: { file: 'workers/bench/run.ts' },
  soak: { file: 'workers/bench/soak/run.ts' },
  faults: { file: 'web/e2e/fault-suite/run.ts' },
  pictures: { file: 'web/e2e/pictures.ts' },
  web: { file: 'workers/dev/alone.ts', args: ['web'] },
  worker: { file: 'workers/dev/alone.ts', args: ['worker'] },
  sandbox: { file: 'workers/dev/alone.ts', args: ['sandbox'] },
  postgres: { file: 'workers/dev/alone.ts', args: ['postgres'] },
  temporal: { file: 'workers/dev/alone.ts', args: ['temporal'] },
  'db:migrate': { file: 'workers/dev/alone.ts', args: ['db:migrate'] },
  audit: { file: 'workers/dev/alone.ts', args: ['audit'] },
  staff: { file: 'workers/dev/alone.ts', args: ['staff'] },
  backup: { file: 'workers/dev/alone.ts', args: ['backup'] },
  'encryption-keys': { file: 'workers/dev/alone.ts', args: ['encryption-keys'] },
  'db:seed': { file: 'workers/dev/alone.ts', args: ['db:seed'] },
}
