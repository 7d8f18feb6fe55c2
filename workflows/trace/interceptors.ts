/**
 * Hands a trace on through a workflow: from the call that started it to its activities and its next run. Ids come
 * from the run's own, so that a replay names the same spans; the spans themselves are made outside, by a sink.
 */
import {
  defaultPayloadConverter,
  proxySinks,
  workflowInfo,
  type ActivityInput,
  type ContinueAsNewInput,
  type Headers,
  type LocalActivityInput,
  type Next,
  type SignalInput,
  type WorkflowExecuteInput,
  type WorkflowInboundCallsInterceptor,
  type WorkflowInterceptorsFactory,
  type WorkflowOutboundCallsInterceptor,
} from '@temporalio/workflow'
import {
  formatTraceparent,
  parseTraceparent,
  TRACE_HEADER,
  type Traceparent,
} from '../contracts/traceparent.ts'
import { spanIdOfRun, type TraceSinks } from './sinks.ts'

const { portsideTrace } = proxySinks<TraceSinks>()

class Trace implements WorkflowInboundCallsInterceptor, WorkflowOutboundCallsInterceptor {
  /** What the next step is a part of; null: nobody traces this. */
  #current: Traceparent | null = null

  execute(
    input: WorkflowExecuteInput,
    next: Next<WorkflowInboundCallsInterceptor, 'execute'>,
  ): Promise<unknown> {
    const parent = readHeader(input.headers)
    const cause = parent === null ? null : parseTraceparent(parent)
    if (parent === null || cause === null) return next(input)
    this.#current = formatTraceparent({ ...cause, spanId: spanIdOfRun(workflowInfo().runId) })
    return next(input).finally(() => portsideTrace.runEnded(parent))
  }

  /** A running workflow that is woken by another request works for that one from here on. */
  handleSignal(
    input: SignalInput,
    next: Next<WorkflowInboundCallsInterceptor, 'handleSignal'>,
  ): Promise<void> {
    const cause = readHeader(input.headers)
    if (cause !== null && traceOf(cause) !== traceOf(this.#current)) {
      this.#current = cause
      portsideTrace.signalled(cause, input.signalName)
    }
    return next(input)
  }

  scheduleActivity(
    input: ActivityInput,
    next: Next<WorkflowOutboundCallsInterceptor, 'scheduleActivity'>,
  ): Promise<unknown> {
    return next({ ...input, headers: this.#withTrace(input.headers) })
  }

  scheduleLocalActivity(
    input: LocalActivityInput,
    next: Next<WorkflowOutboundCallsInterceptor, 'scheduleLocalActivity'>,
  ): Promise<unknown> {
    return next({ ...input, headers: this.#withTrace(input.headers) })
  }

  continueAsNew(
    input: ContinueAsNewInput,
    next: Next<WorkflowOutboundCallsInterceptor, 'continueAsNew'>,
  ): Promise<never> {
    return next({ ...input, headers: this.#withTrace(input.headers) })
  }

  #withTrace(headers: Headers): Headers {
    if (this.#current === null) return headers
    return { ...headers, [TRACE_HEADER]: defaultPayloadConverter.toPayload(this.#current) }
  }
}

const traceOf = (parent: Traceparent | null): string | undefined =>
  parent === null ? undefined : parseTraceparent(parent)?.traceId

/** Null for none, and for one that is not ours to read. */
function readHeader(headers: Headers): Traceparent | null {
  const payload = headers[TRACE_HEADER]
  if (payload === undefined) return null
  const text: unknown = defaultPayloadConverter.fromPayload(payload)
  return typeof text === 'string' && parseTraceparent(text) !== null ? text : null
}

export const interceptors: WorkflowInterceptorsFactory = () => {
  const trace = new Trace()
  return { inbound: [trace], outbound: [trace] }
}
