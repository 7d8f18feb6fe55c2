/** Limits of the HTTP server itself, what it takes for a request at all, and its orderly end. */
import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http'

export interface ServerTimes {
  /** Milliseconds until all headers have come in. A sender of one byte per second is cut off after it. */
  headersMs: number
  /** Milliseconds until the whole request has come in. */
  requestMs: number
  /** How often connections are held against the two above, in milliseconds; Node's own half minute is long. */
  checkMs: number
}

const TIMES: ServerTimes = { headersMs: 10_000, requestMs: 30_000, checkMs: 2_000 }
/** Longer than usual proxies keep theirs, or they would send into a closing connection. */
const KEEP_ALIVE_MS = 65_000
const SHUTDOWN_MS = 10_000

export function createHttpServer({ headersMs, requestMs, checkMs }: ServerTimes = TIMES): Server {
  const server = http.createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    connectionsCheckingInterval: checkMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
  })
  server.maxHeadersCount = 100
  return server
}

/**
 * Hands on what has a path of ours and one Host at most. Express answers a target it cannot parse with a page of its
 * own, past every header and check, and the forms meant for proxies (`GET http://…`) name a host nobody looked up.
 */
export function wellFormedOnly(app: RequestListener): RequestListener {
  return (req, res) => {
    if (isWellFormed(req)) app(req, res)
    else res.writeHead(400, { 'Content-Length': 0, Connection: 'close' }).end()
  }
}

const isWellFormed = ({ url = '', headersDistinct }: IncomingMessage): boolean =>
  url.startsWith('/') && (headersDistinct['host']?.length ?? 0) <= 1

/**
 * Takes no new connections, ends what `close` owns (streams first), and waits for running requests up to a limit.
 */
export async function shutDown(server: Server, close: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve()
    })
  })
  server.closeIdleConnections()
  const limit = setTimeout(() => {
    server.closeAllConnections()
  }, SHUTDOWN_MS)
  const idle = setInterval(() => {
    server.closeIdleConnections()
  }, 200)
  await close()
  await closed
  clearTimeout(limit)
  clearInterval(idle)
}
