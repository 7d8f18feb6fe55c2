/**
 * Spans through OpenTelemetry's API, which does nothing until a process registers a tracer. A span carries names and
 * numbers of ours, and of an error its code: messages, parameters and bodies may hold a tenant's data.
 */
import { SpanStatusCode, trace, type Attributes, type Span, type Tracer } from '@opentelemetry/api'
import { AppError } from '#workflows/contracts/errors.ts'

export const tracer = (): Tracer => trace.getTracer('portside')

/**
 * Runs `work` within a span of this name.
 *
 * @throws whatever `work` throws
 * @example await withSpan('store arrivals', { rows: 3 }, () => store(arrivals))
 */
export const withSpan = <T>(
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> =>
  tracer().startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work()
    } catch (error) {
      failSpan(span, error)
      throw error
    } finally {
      span.end()
    }
  })

export function failSpan(span: Span, error: unknown): void {
  const code =
    error instanceof AppError ? error.code : error instanceof Error ? error.name : 'error'
  span.setAttribute('error.type', code)
  span.setStatus({ code: SpanStatusCode.ERROR })
}
