/**
 * Pages of one enumeration, read while earlier ones are written. A source that is quicker than we write fills the
 * buffer, and what is in it is handed over as one page: fewer transactions, at most four pages in memory.
 */
import type { RecordPage } from '#integrations/kit/connector.ts'

export interface ReadAhead {
  read: (cursor: string | null) => Promise<RecordPage>
  from: string | null
  /** Asked before each further page. */
  mayGoOn: () => boolean
}

export interface PagesAhead {
  /**
   * What was read and not taken yet; undefined when nothing more is read.
   *
   * @throws what reading threw, after everything that was read before it was taken
   */
  take(): Promise<{ page: RecordPage; count: number } | undefined>
  /** Reads no further page. */
  stop(): void
}

const DEPTH = 4

export function readAhead({ read, from, mayGoOn }: ReadAhead): PagesAhead {
  const ready: RecordPage[] = []
  let changed = Promise.withResolvers<undefined>()
  let ended = false
  let failure: { error: unknown } | undefined
  const tell = (): void => {
    changed.resolve(undefined)
    changed = Promise.withResolvers()
  }

  const pump = async (): Promise<void> => {
    for (let cursor = from; ;) {
      const page = await read(cursor)
      ready.push(page)
      tell()
      while (ready.length >= DEPTH && !ended) await changed.promise
      if (page.next === null || ended || !mayGoOn()) return
      cursor = page.next
    }
  }
  void pump()
    .catch((error: unknown) => {
      failure = { error }
    })
    .finally(() => {
      ended = true
      tell()
    })

  return {
    async take() {
      while (ready.length === 0) {
        if (failure) throw failure.error
        if (ended) return undefined
        await changed.promise
      }
      const pages = ready.splice(0)
      tell()
      return { page: joined(pages), count: pages.length }
    },
    stop() {
      ended = true
      tell()
    },
  }
}

/** As of its first page: what the others say has at least that version. */
function joined(pages: readonly RecordPage[]): RecordPage {
  const [first] = pages
  const last = pages.at(-1)
  if (!first || !last) throw new RangeError('There is no page.')
  return {
    changes: pages.flatMap(({ changes }) => changes),
    invalid: pages.flatMap(({ invalid }) => invalid),
    next: last.next,
    asOf: first.asOf,
  }
}
