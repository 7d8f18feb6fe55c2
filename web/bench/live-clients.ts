/** Many clients of a stream at once: opened a few at a time, and counted when something is told to them. */
import { openStream } from '#workers/bench/sse.ts'

export interface LiveClients {
  readonly count: number
  /** Resolves when every client was told of a change, each once; ask before causing it. */
  allTold(): Promise<void>
  close(): void
}

const SIDE_BY_SIDE = 50
const WITHIN_MS = 60_000

export interface Clients {
  count: number
  /** Of the sessions they belong to, in turns. */
  cookies: readonly string[]
  /** What they call the server, where its address is another. */
  host?: string
}

export async function openClients(
  url: string,
  { count, cookies, host }: Clients,
): Promise<LiveClients> {
  let told = 0
  let wanted: (() => void) | undefined
  const streams: Awaited<ReturnType<typeof openStream>>[] = []
  const hear = ({ type }: { type: string }): void => {
    if (type !== 'change') return
    told++
    if (told === count) wanted?.()
  }
  let next = 0
  const work = async (): Promise<void> => {
    while (next < count) {
      const cookie = cookies[next++ % cookies.length]
      const headers = {
        ...(cookie !== undefined && { cookie }),
        ...(host !== undefined && { host }),
      }
      const stream = await openStream(url, headers)
      stream.listen(hear)
      streams.push(stream)
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return {
    count,
    allTold: () =>
      new Promise((resolve, reject) => {
        told = 0
        const timer = setTimeout(
          () => reject(new Error(`${told} of ${count} clients were told.`)),
          WITHIN_MS,
        )
        wanted = () => {
          clearTimeout(timer)
          resolve()
        }
      }),
    close: () => {
      for (const stream of streams) stream.close()
    },
  }
}
