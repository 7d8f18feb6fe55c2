/** What every list may be asked, within bounds: words, the way it is sorted, and one page of it. */
import { z } from 'zod'

const MAX_LIMIT = 100

export const pageInput = {
  q: z.string().max(100),
  direction: z.enum(['asc', 'desc']),
  cursor: z.string().min(1).max(1_000).nullable(),
  limit: z.int().min(1).max(MAX_LIMIT),
}

/** For the palette; without words what changed last. */
export const searchInput = z.strictObject({
  text: z.string().max(100),
  limit: z.int().min(1).max(20),
})
