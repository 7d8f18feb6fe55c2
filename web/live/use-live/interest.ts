/** What a page shows, in the terms of live changes. */
import type { Module } from '#workflows/contracts/access.ts'
import type { LiveChange } from '#workflows/contracts/live.ts'
import type { RecordKind } from '#workflows/contracts/records.ts'

export interface LiveInterest {
  module: Module
  kind: RecordKind
  /** Only these records; missing: every one. */
  ids?: readonly string[]
}

// Compared as text: with a single kind in the contract the compiler would call the comparison idle.
const nameOf = ({ module, kind }: { module: string; kind: string }) => `${module} ${kind}`

export const concerns = (interest: LiveInterest, change: LiveChange): boolean =>
  nameOf(interest) === nameOf(change) &&
  (interest.ids === undefined || interest.ids.includes(change.id))
