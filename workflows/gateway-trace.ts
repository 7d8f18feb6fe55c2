/**
 * Calls to Temporal as spans, and the trace they belong to in a header, so that workflows and activities go on with
 * it. Without a tracer there is no header and nothing changes.
 */
import type { WorkflowClientInterceptor } from '@temporalio/client'
import { defaultPayloadConverter, type Headers } from '@temporalio/common'
import { isSpanContextValid, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { formatTraceparent, TRACE_HEADER } from './contracts/traceparent.ts'

export const traceCalls: WorkflowClientInterceptor = {
  startWithDetails: (input, next) =>
    spanned(`start ${input.workflowType}`, input, (headers) => next({ ...input, headers })),
  signalWithStart: (input, next) =>
    spanned(`poke ${input.workflowType}`, input, (headers) => next({ ...input, headers })),
}

const spanned = <T>(
  name: string,
  { headers }: { headers: Headers },
  call: (headers: Headers) => Promise<T>,
): Promise<T> => {
  const options = { kind: SpanKind.PRODUCER, attributes: { 'messaging.system': 'temporal' } }
  return trace.getTracer('portside').startActiveSpan(name, options, async (span) => {
    const place = span.spanContext()
    const traced = (): Headers => ({
      ...headers,
      [TRACE_HEADER]: defaultPayloadConverter.toPayload(formatTraceparent(place)),
    })
    try {
      return await call(isSpanContextValid(place) ? traced() : headers)
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR })
      throw error
    } finally {
      span.end()
    }
  })
}
