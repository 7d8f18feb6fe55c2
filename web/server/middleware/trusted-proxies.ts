/**
 * X-Forwarded-* count only when the connection comes from a configured proxy; from anybody else they are
 * removed before something reads them. The last hop that is not ours is the client (K09).
 */
import type { Express, RequestHandler } from 'express'

const FORWARDED = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-forwarded-proto',
  'x-real-ip',
  'x-request-id',
]

/** @param proxies addresses or networks in CIDR notation; empty: nobody is trusted */
export function trustProxies(app: Express, proxies: readonly string[]): RequestHandler {
  app.set('trust proxy', proxies.length === 0 ? false : [...proxies])
  const compiled: unknown = app.get('trust proxy fn')
  const isTrusted = (address: string): boolean =>
    typeof compiled === 'function' && Reflect.apply(compiled, undefined, [address, 0]) === true
  return (req, _res, next) => {
    if (!isTrusted(req.socket.remoteAddress ?? '')) {
      for (const name of FORWARDED) Reflect.deleteProperty(req.headers, name)
    }
    next()
  }
}
