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

/** Of what no record tells, such as rights: read again only when everything is. */
export const ONLY_RESETS: LiveInterest = { module: 'team', kind: 'contact', ids: [] }

export const concerns = (interest: LiveInterest, change: LiveChange): boolean =>
  interest.module === change.module &&
  interest.kind === change.kind &&
  (interest.ids === undefined || interest.ids.includes(change.id))
