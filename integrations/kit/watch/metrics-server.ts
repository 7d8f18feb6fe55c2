/**
 * `GET /metrics` on a port of its own. It has no password and no place on the portal's port: whoever can reach it
 * may read it, so it is bound to loopback unless the configuration names another address.
 */
import http, { type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from '../logger.ts'
import type { Registry } from './registry.ts'

export interface MetricsServerOptions {
  /** 0: any free one. */
  port: number
  host: string
  registry: Registry
  log: Logger
  /** More text in the same format, e.g. of a native library. Left out when it fails. */
  more?: () => Promise<string>
}

export interface MetricsServer {
  port: number
  close(): Promise<void>
}

/**
 * @throws the system's error when the port cannot be used
 * @example const metrics = await serveMetrics({ port: 9464, host: '127.0.0.1', registry, log })
 */
export async function serveMetrics(options: MetricsServerOptions): Promise<MetricsServer> {
  const server = http.createServer((req, res) => {
    const path = req.url?.split('?', 1)[0]
    if (path === '/metrics' && req.method === 'GET') void answer(res, options)
    else res.writeHead(404, { 'Content-Length': 0 }).end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return { port: (server.address() as AddressInfo).port, close: () => end(server) }
}

async function answer(
  res: ServerResponse,
  { registry, log, more }: MetricsServerOptions,
): Promise<void> {
  try {
    const [own, others] = await Promise.all([registry.metrics(), more?.().catch(() => '')])
    res.writeHead(200, { 'Content-Type': registry.contentType, 'Cache-Control': 'no-store' })
    res.end(own + (others ?? ''))
  } catch (error) {
    log.warn({ err: error }, 'metrics could not be collected')
    res.writeHead(500, { 'Content-Length': 0 }).end()
  }
}

function end(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => {
    server.close(() => resolve())
  })
}
