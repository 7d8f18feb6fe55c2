/** What a test tells the process of `intake-child.ts`; apart from it, since importing that one starts it. */
import { z } from 'zod'

/** Requests that are there together when it crashes. */
export const HELD = 13

const crash = z.discriminatedUnion('at', [
  z.object({ at: z.literal('received') }),
  /** After so many turns of the event loop, somewhere on the way to the database and back. */
  z.object({ at: z.literal('storing'), turns: z.number() }),
  /** Requests that arrive together make two commits: the first one's, and that of the others. */
  z.object({ at: z.literal('committed'), commits: z.number() }),
])

export const intakeChildOptions = z.object({
  databaseUrl: z.string(),
  encryptionKeys: z.string(),
  /** Missing: it lives. */
  crash: crash.optional(),
})
export type Crash = z.infer<typeof crash>
export type IntakeChildOptions = z.infer<typeof intakeChildOptions>
