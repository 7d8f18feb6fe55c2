/** What workflows tell about their trace; the worker makes spans of it. Types and one pure function, for both sides. */
import type { Sinks } from '@temporalio/workflow'
import type { Traceparent } from '../contracts/traceparent.ts'

export interface TraceSinks extends Sinks {
  portsideTrace: {
    /** @param parent the call that started the run */
    runEnded(parent: Traceparent): void
    /** @param parent the call that sent the signal */
    signalled(parent: Traceparent, signal: string): void
  }
}

/** 16 hex digits: the id of a run's span, known to the run and to whoever makes the span. */
export const spanIdOfRun = (runId: string): string => runId.replaceAll('-', '').slice(-16)
