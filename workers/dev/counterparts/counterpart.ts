/** A program that plays Stripe and is not ours: how it is got and started, and what it is known not to do. */
import type { StripeKind } from '#integrations/stripe/event-kinds.ts'

/** `pages`: a full enumeration · `window`: what changed lately · `single`: one record by its id. */
export type Way = 'pages' | 'window' | 'single'

export interface Counterpart {
  name: string
  version: string
  /** Puts the program into a folder that is empty. */
  install: readonly (readonly [command: string, ...args: string[]])[]
  /** Below that folder. */
  program: string
  args(port: number): string[]
  /** Answers with 200 as soon as it is there. */
  ready: string
  secretKey: string
  /** Makes what there is to read; returns an id per kind that can be asked for singly. */
  fill(base: string): Promise<Partial<Record<StripeKind, string>>>
  /** One sentence for whoever reads the lines. */
  about: string
  /** `{kind} {way}` → why it differs from what we read; one that does not differ any more is a fault too. */
  explained: Readonly<Record<string, string>>
}
