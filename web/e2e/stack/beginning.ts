/** What a stack has before its tests begin: what it seeded and read itself, or a copy of what a prepared one has. */
import { until } from '#workers/dev/process/until.ts'
import { withClient } from '#workers/dev/supervisor/database.ts'
import { waitForFirstBackfill } from '#workers/dev/supervisor/first-backfill.ts'
import type { InstanceFacts } from '#workers/dev/supervisor/process-env.ts'
import type { Dsns } from '#workers/dev/supervisor/state/runtime-file.ts'
import type { PreparedStack } from './prepared-stack.ts'
import { seedDemo, seedStack, type Seeded } from './seed.ts'
import type { StackProcess } from './stack-process.ts'

type Facts = InstanceFacts & { dsn: Dsns }
type Worker = Pick<StackProcess, 'lastWords'>

export interface Beginning {
  /** Resolves when people, customers and connections are there, and the sandbox is. */
  seed(sandbox: Promise<void>): Promise<Seeded>
  /** Resolves when the worker has done what comes first. @throws Error with its last words */
  settle(worker: Worker): Promise<void>
}

export const beginAnew = (facts: Facts, demo: boolean): Beginning => ({
  async seed(sandbox) {
    const [seeded] = await Promise.all([
      // The demo's customers have their identity providers in the sandbox, so it has to be there first.
      demo ? sandbox.then(() => seedDemo(facts)) : seedStack(facts),
      sandbox,
    ])
    return seeded
  },
  async settle(worker) {
    // Where many stacks start at once, the worker may need longer for its bundle than a quiet source is waited for.
    let problems = await waitForFirstBackfill(facts.dsn.worker, () => undefined)
    if (problems.length > 0) {
      problems = await waitForFirstBackfill(facts.dsn.worker, () => undefined)
    }
    if (problems.length > 0) throw new Error([...problems, worker.lastWords()].join('\n'))
  },
})

const READY_MS = 60_000

/** Its database has to be a copy of the prepared one's, and its folder as well. */
export const beginFrom = (prepared: PreparedStack, facts: Facts): Beginning => ({
  async seed(sandbox) {
    // Its sources are where its own sandbox is, and have answered just now: nobody has changed anything since.
    const move = `update connections set last_checked_at = now(), base_url = replace(base_url, $1, $2)`
    await Promise.all([
      sandbox,
      withClient(facts.dsn.owner, (client) =>
        client.query(move, [prepared.sandboxUrl, facts.sandboxUrl]),
      ),
    ])
    return prepared.seeded
  },
  async settle(worker) {
    const requireReady = (): Promise<void> =>
      worker.lastWords().includes('worker is ready')
        ? Promise.resolve()
        : Promise.reject(new Error(worker.lastWords()))
    await until(requireReady, { timeoutMs: READY_MS })
  },
})
