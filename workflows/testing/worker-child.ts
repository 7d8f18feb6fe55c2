/**
 * A worker in a process of its own, for tests that kill it: `kill` ends the process itself while it looks at that
 * order (a poison event), `hang` stops there, so that the test can end or freeze it between claim and write.
 */
import { NativeConnection } from '@temporalio/worker'
import { z } from 'zod'
import { createLogger } from '#integrations/kit/logger.ts'
import { orders } from '#integrations/orders/index.ts'
import { buildWorkflowBundle } from '#workers/bundle.ts'
import { createWorkers } from '#workers/create-workers.ts'
import { createWorkerDeps } from '#workers/deps.ts'
import { installTemporalRuntime } from '#workers/temporal-runtime.ts'
import { createGateway } from '../gateway.ts'

export const childSchema = z.object({
  address: z.string(),
  namespace: z.string(),
  prefix: z.string(),
  databaseUrl: z.string(),
  encryptionKeys: z.string(),
  cacheDir: z.string(),
  kill: z.string().optional(),
  hang: z.string().optional(),
  /** How long it hangs, in milliseconds; for ever unless told. */
  hangMs: z.number().optional(),
})
export type ChildOptions = z.infer<typeof childSchema>

const options = childSchema.parse(JSON.parse(process.argv[2] ?? '{}'))
const { address, namespace, prefix } = options
const logger = createLogger('child', options.hangMs === undefined ? 'fatal' : 'warn')
installTemporalRuntime(logger)

const isAbout = (body: unknown, id: string | undefined): boolean =>
  id !== undefined && String(body).includes(`"id":"${id}"`)

const toChange: typeof orders.toChange = (body) => {
  if (isAbout(body, options.kill)) process.kill(process.pid, 'SIGKILL')
  if (isAbout(body, options.hang)) {
    process.stdout.write('hanging\n')
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, options.hangMs)
  }
  return orders.toChange(body)
}

const gateway = createGateway({ address, namespace, prefix, logger })
const deps = createWorkerDeps({ ...options, gateway, logger })
const workers = await createWorkers({
  connection: await NativeConnection.connect({ address }),
  namespace,
  prefix,
  bundle: await buildWorkflowBundle(options.cacheDir),
  deps: { ...deps, connectorFor: () => ({ ...orders, toChange }) },
})
process.stdout.write('ready\n')
await workers.run()
