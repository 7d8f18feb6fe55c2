/** A sandbox of its own for a test, and the few calls tests make to it. */
import { createHttpClient } from '../../kit/http.ts'
import { orders } from '../../orders/index.ts'
import type { WireOrder } from '../../orders/schema.ts'
import { createSandbox, type SandboxOptions } from '../create-sandbox.ts'
import type { SandboxCredentials } from '../systems.ts'

export interface Control {
  url: string
  smtpUrl: string
  token: string
  credentials: SandboxCredentials
  get(path: string): Promise<{ status: number; body: unknown }>
  send(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }>
  seed(list: readonly WireOrder[]): Promise<void>
  source: ReturnType<typeof orders.client>
  close(): Promise<void>
}

export async function startSandbox(
  options: SandboxOptions & { timeoutMs?: number } = {},
): Promise<Control> {
  const { timeoutMs = 2_000, ...rest } = options
  const sandbox = await createSandbox(rest)
  const call = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${sandbox.url}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const answer: unknown = await response.json()
    return { status: response.status, body: answer }
  }
  return {
    ...sandbox,
    get: (path) => call('GET', path),
    send: call,
    async seed(list) {
      const { status } = await call('POST', '/control/seed', { orders: list })
      if (status !== 201) throw new Error(`Seeding was answered ${status}.`)
    },
    source: orders.client({
      baseUrl: `${sandbox.url}/orders`,
      credentials: { token: sandbox.token },
      http: createHttpClient({ timeoutMs }),
    }),
  }
}
