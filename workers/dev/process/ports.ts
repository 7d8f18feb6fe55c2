/**
 * Free ports for local services, below the range from which systems take outgoing ports:
 * a port found here is not snatched away by somebody's client connection a moment later.
 */
import net from 'node:net'

const LOWEST = 10_240
const HIGHEST = 32_767
const given = new Set<number>()

/** True when nobody listens on `port`, neither on loopback nor on every address. */
export async function isPortFree(port: number): Promise<boolean> {
  return (await canListen(port, '127.0.0.1')) && (await canListen(port, '0.0.0.0'))
}

/**
 * A free port that this process has not handed out before.
 *
 * @throws Error when a hundred random ports were all busy
 */
export async function findFreePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST))
    if (given.has(port) || !(await isPortFree(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`No free port between ${LOWEST} and ${HIGHEST}.`)
}

/** `wanted` when nobody has it, any free port when nothing is wanted; throws when `wanted` is busy. */
export async function requirePort(name: string, wanted: number | undefined): Promise<number> {
  if (wanted === undefined) return findFreePort()
  if (await isPortFree(wanted)) return wanted
  throw new Error(`${name} cannot have port ${wanted}: another program listens there.`)
}

function canListen(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)))
  })
}
