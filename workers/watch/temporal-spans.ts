/** Workflows and activities as spans of the trace that caused them. They carry types, never ids of a tenant or payloads. */
import { context, SpanKind, trace } from '@opentelemetry/api'
import { defaultPayloadConverter, type Headers } from '@temporalio/common'
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker'
import { failSpan } from '#integrations/kit/watch/span.ts'
import { contextOf, type Tracing } from '#integrations/kit/watch/tracing.ts'
import { TRACE_HEADER } from '#workflows/contracts/traceparent.ts'
import { spanIdOfRun, type TraceSinks } from '#workflows/trace/sinks.ts'

/** The span of a run is made when it ends, under the id its activities already name. */
export const createTraceSinks = (tracing: Tracing): InjectedSinks<TraceSinks> => ({
  portsideTrace: {
    runEnded: {
      callDuringReplay: false,
      fn: (info, parent) =>
        tracing
          .startSpan(`workflow ${info.workflowType}`, {
            parent,
            spanId: spanIdOfRun(info.runId),
            startedAt: info.runStartTime.getTime(),
            attributes: { 'temporal.task_queue': info.taskQueue },
          })
          .end(),
    },
    signalled: {
      callDuringReplay: false,
      fn: (info, parent, signal) =>
        tracing.startSpan(`signal ${info.workflowType}.${signal}`, { parent }).end(),
    },
  },
})

export const activitySpans: ActivityInterceptorsFactory = (activity) => ({
  inbound: {
    execute: (input, next) => {
      const { activityType, attempt, taskQueue } = activity.info
      const options = {
        kind: SpanKind.CONSUMER,
        attributes: { 'temporal.task_queue': taskQueue, 'temporal.attempt': attempt },
      }
      const parent = contextOf(readHeader(input.headers))
      const span = trace
        .getTracer('portside')
        .startSpan(`activity ${activityType}`, options, parent)
      return context.with(trace.setSpan(parent, span), async () => {
        try {
          return await next(input)
        } catch (error) {
          failSpan(span, error)
          throw error
        } finally {
          span.end()
        }
      })
    },
  },
})

function readHeader(headers: Headers): string | null {
  const payload = headers[TRACE_HEADER]
  if (payload === undefined) return null
  const text: unknown = defaultPayloadConverter.fromPayload(payload)
  return typeof text === 'string' ? text : null
}
