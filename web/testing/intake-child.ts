/**
 * The intake in a process of its own that crashes where it is told to: it lets requests come together until it holds
 * a handful, and ends itself by SIGKILL when they are received, while they are stored, or before they are answered.
 */
import type { AddressInfo } from 'node:net'
import express, { type RequestHandler } from 'express'
import { createDatabase } from '#db/client.ts'
import { createKeyring } from '#db/secrets.ts'
import { createLogger } from '#integrations/kit/logger.ts'
import { orders } from '#integrations/orders/index.ts'
import { createIntake } from '../ingress/create-intake.ts'
import { webhooks } from '../ingress/webhooks.ts'
import { createHttpServer } from '../server/http-server.ts'
import { requestId } from '../server/middleware/request-id.ts'
import { HELD, intakeChildOptions } from './intake-child-options.ts'

const { crash, ...options } = intakeChildOptions.parse(JSON.parse(process.argv[2] ?? '{}'))
const log = createLogger('web', 'fatal')
let commits = 0

const intake = createIntake({
  db: createDatabase({ url: options.databaseUrl, name: 'test-intake', max: 2 }),
  keyring: createKeyring(options.encryptionKeys),
  connectorFor: () => orders,
  log,
  // A lane is poked when its rows are committed and no sender knows it yet.
  poke() {
    commits++
    if (crash?.at === 'committed' && commits === crash.commits) die()
  },
})

function die(): void {
  process.kill(process.pid, 'SIGKILL')
}

function dieAfter(turns: number): void {
  if (turns === 0) die()
  else setImmediate(() => dieAfter(turns - 1))
}

/** Nobody goes on before all are there. */
function gathering(onAll: () => void): RequestHandler {
  const held: (() => void)[] = []
  return (_req, _res, next) => {
    held.push(() => next())
    if (held.length < HELD) return
    onAll()
    for (const goOn of held.splice(0)) goOn()
  }
}

const app = express()
app.use(requestId)
if (crash) {
  const onAll = (): void => {
    if (crash.at === 'received') die()
    if (crash.at === 'storing') dieAfter(crash.turns)
  }
  app.use(gathering(onAll))
}
app.use(webhooks({ ...intake, publicUrl: new URL('http://localhost'), log, metrics: null }))
const server = createHttpServer()
server.on('request', app)
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
