/** A wire between a test's process and PostgreSQL that can be cut or frozen, as networks and servers are. */
import net, { type AddressInfo, type Socket } from 'node:net'

type WireState = 'open' | 'cut' | 'frozen'

export class PostgresProxy {
  readonly #sockets = new Set<Socket>()
  readonly #server: net.Server
  readonly #target: URL
  #state: WireState = 'open'

  constructor(dsn: string) {
    this.#target = new URL(dsn)
    this.#server = net.createServer((client) => {
      if (this.#state === 'cut') client.destroy()
      else this.#join(client, net.connect(Number(this.#target.port), this.#target.hostname))
    })
  }

  /** @returns the DSN through the proxy */
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String((this.#server.address() as AddressInfo).port)
    return url.href
  }

  /** Ends every connection and refuses new ones. */
  cut(): void {
    this.#state = 'cut'
    this.#drop()
  }

  /** Takes connections and bytes, and answers nothing. */
  freeze(): void {
    this.#state = 'frozen'
  }

  heal(): void {
    if (this.#state === 'frozen') this.#drop()
    this.#state = 'open'
  }

  close(): Promise<void> {
    this.#drop()
    return new Promise((resolve) => {
      this.#server.close(() => {
        resolve()
      })
    })
  }

  #join(client: Socket, upstream: Socket): void {
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#sockets.add(from)
      from.on('error', () => undefined)
      from.on('close', () => {
        this.#sockets.delete(from)
        to.destroy()
      })
      from.on('data', (bytes) => {
        if (this.#state === 'open') to.write(bytes)
      })
    }
  }

  #drop(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}
