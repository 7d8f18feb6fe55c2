/**
 * Live events: small messages that tell open pages what changed. They carry ids, kinds and versions,
 * never row data, so a page always re-reads through its own permissions.
 */
import type { Module } from './access.ts'
import type { PersonId, RecordId, TenantId } from './ids.ts'
import type { RecordKind } from './records.ts'

/** A row of `live_events`: what the hub reads and filters on the server. */
export interface LiveEvent {
  tenantId: TenantId
  /** Commit-ordered within the tenant, starting at 1. */
  position: number
  module: Module
  kind: RecordKind
  recordId: RecordId
  version: number
  /** Whose own record it is; empty when it belongs to nobody in particular. */
  ownerPersonIds: PersonId[]
  /** The request that brought it about, e.g. a webhook; null for what a poll or backfill found. */
  requestId: string | null
}

/** One change as the browser gets it (`event: change`, JSON array of these). */
export interface LiveChange {
  module: Module
  kind: RecordKind
  id: RecordId
  version: number
  /** The request that brought it about, as log lines and the inbox name it. */
  requestId?: string
}

/** PostgreSQL channels. The payload is an id only and a hint: a sweep backs both. */
export const LIVE_CHANNEL = 'portside_live'
/** Payload: `person:{id}` or `session:{hex hash}` when rights or sessions end or change. */
export const ACCESS_CHANNEL = 'portside_access'

/** Heartbeat of a stream in milliseconds; proxies cut silent connections at 30 s. */
export const LIVE_PING_MS = 15_000

/**
 * What a page asks for by itself (live re-reads, probes) must not extend inactivity. Set as a header, or as a cookie
 * for the moment of the request where a page cannot set headers.
 */
export const BACKGROUND_HEADER = 'x-portside-background'
export const BACKGROUND_COOKIE = 'portside-background'
