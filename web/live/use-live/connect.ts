/** The way to the stream of one tenant, from whichever tab has it. Fetched after the page: none is shown by it. */
import type { LiveMessage } from './message.ts'
import { probeSession } from './probe.ts'
import { openStream } from './stream.ts'
import { joinTabs } from './tabs.ts'

export interface Connecting {
  slug: string
  personId: string
  /** Cursor taken by the server when it rendered this page; null: unknown. */
  cursor: string | null
  onMessage: (message: LiveMessage) => void
}

export const connect = ({ slug, personId, cursor, onMessage }: Connecting) =>
  joinTabs({
    name: `portside:${slug}:${personId}`,
    cursor,
    loadedAt: performance.timeOrigin,
    onMessage,
    open: (after, tell) =>
      openStream({
        url: (from) =>
          `/live?${new URLSearchParams({ tenant: slug, ...(from === null ? {} : { after: from }) })}`,
        after,
        onMessage: tell,
        probe: () => probeSession(slug),
      }),
  })
