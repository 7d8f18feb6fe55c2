/**
 * `npm start`: brings up an instance of Portside on this machine, keeps every process of it running, and ends
 * them all together. A step that fails ends the start with one line that says what to do.
 */
import { dataDir, devEnv } from './env.ts'
import { explain } from './process/explain.ts'
import { announce } from './supervisor/announce.ts'
import { claimFolder, requireWebPort } from './supervisor/state/claim.ts'
import { openInstance, removeState } from './supervisor/instance.ts'
import { keepRunning } from './supervisor/keeper.ts'
import { endLeftovers } from './supervisor/leftovers.ts'
import { parseUpOptions, USAGE, type UpOptions } from './supervisor/options.ts'
import { createProgress } from './supervisor/progress.ts'
import { createRuntimeFile } from './supervisor/state/runtime-file.ts'
import { createServices, type ServiceName } from './supervisor/services.ts'
import { createShutdown, onStopSignal } from './supervisor/shutdown.ts'
import { runStartSteps } from './supervisor/start-steps.ts'

const say = (line: string): boolean => process.stdout.write(`${line}\n`)
const shutdown = createShutdown()
const runtime = createRuntimeFile(dataDir)
let claimed = false
let stopping = false

const options = parse()
onStopSignal(() => void end(0, 'Stopping …'))
await start(options).catch((error: unknown) => end(1, `Portside did not start: ${explain(error)}`))

function parse(): UpOptions {
  try {
    return parseUpOptions(process.argv.slice(2))
  } catch (error) {
    say(`${explain(error)}\n${USAGE}`)
    process.exit(1)
  }
}

async function start({ port, fresh, dev, restartDelayMs, ...rest }: UpOptions): Promise<void> {
  const started = Date.now()
  const progress = createProgress(say)
  say(`Portside starts (state in ${dataDir})`)
  await claimFolder(runtime, (line) => progress.line(line))
  claimed = true
  await requireWebPort(port)
  if (fresh) await removeState(dataDir)
  const address = devEnv.TEMPORAL_ADDRESS
  const instance = await openInstance({
    dataDir,
    dev,
    replaceBusyPorts: true,
    demo: rest.demo,
    web: { port, url: `http://localhost:${port}` },
    externalTemporal: address
      ? { address, namespace: devEnv.TEMPORAL_NAMESPACE ?? 'default' }
      : undefined,
    ...(dev ? { onLine: (name: string, line: string) => void say(`[${name}] ${line}`) } : {}),
  })
  const log = (line: string): void => progress.line(line)
  const services = createServices(instance, log)
  const keep = async (name: ServiceName): Promise<void> => {
    shutdown.add(await keepRunning(services[name], { restartDelayMs, log }))
  }
  const demo = await runStartSteps({
    instance,
    options: { port, fresh, dev, restartDelayMs, ...rest },
    progress,
    keep,
  })
  progress.line(`Started in ${((Date.now() - started) / 1_000).toFixed(1)} s`)
  for (const line of announce(instance, demo)) say(line)
}

async function end(code: number, why: string): Promise<void> {
  // Once stopping, a step fails because its service goes away: nothing to tell.
  if (stopping) return
  stopping = true
  say(why)
  await shutdown.run()
  if (claimed) await endLeftovers(runtime)
  if (code === 0) say('Everything has stopped.')
  process.exit(code)
}
