/**
 * How a trace travels with a call: W3C Trace Context, version 00. It names a trace and a span and says nothing else.
 */

/** `00-{trace id}-{span id}-{flags}` */
export type Traceparent = string

/** Header of Temporal's calls that carries it. */
export const TRACE_HEADER = 'traceparent'

export interface SpanPlace {
  /** 32 hex digits. */
  traceId: string
  /** 16 hex digits. */
  spanId: string
  /** 1: recorded. */
  traceFlags: number
}

const SHAPE = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/

/** @example formatTraceparent({ traceId, spanId, traceFlags: 1 }) // '00-…-…-01' */
export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanPlace): Traceparent =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`

/** Null for anything else, and for ids of zeros, which name nothing. */
export function parseTraceparent(text: string): SpanPlace | null {
  const [, traceId = '', spanId = '', flags = ''] = SHAPE.exec(text) ?? []
  if (/^0*$/.test(traceId) || /^0*$/.test(spanId)) return null
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1 }
}
