/**
 * Turns tracing on for a process: OpenTelemetry's SDK is loaded only then. Everything that makes spans uses its API,
 * so that without this nothing is recorded and nothing is sent.
 */
import { context, ROOT_CONTEXT, trace, type Context, type Span } from '@opentelemetry/api'
import type { SpanProcessor } from '@opentelemetry/sdk-trace'
import { parseTraceparent, type Traceparent } from '#workflows/contracts/traceparent.ts'
import type { WatchEnv } from './env.ts'
import { tracer } from './span.ts'

export interface SpanOptions {
  /** What caused it; null: nothing that is known. */
  parent: Traceparent | null
  attributes?: Record<string, string | number>
  /** 16 hex digits, for a span whose children are made elsewhere before it ends. */
  spanId?: string
  /** Unix milliseconds; now unless told. */
  startedAt?: number
}

export interface Tracing {
  startSpan(name: string, options: SpanOptions): Span
  /** Sends what is held back and ends. */
  close(): Promise<void>
}

/** For a process that is not traced: spans cost nothing and go nowhere. */
export const NO_TRACING: Tracing = {
  startSpan: (name) => tracer().startSpan(name),
  close: () => Promise.resolve(),
}

/** The context of whatever a traceparent names; the root for one that cannot be read. */
export function contextOf(parent: Traceparent | null): Context {
  const read = parent === null ? null : parseTraceparent(parent)
  return read === null
    ? ROOT_CONTEXT
    : trace.setSpanContext(ROOT_CONTEXT, { ...read, isRemote: true })
}

export type TracingEnv = Pick<
  WatchEnv,
  'OTEL_EXPORTER_OTLP_ENDPOINT' | 'OTEL_EXPORTER_OTLP_HEADERS' | 'OTEL_TRACES_SAMPLER_ARG'
>

/**
 * @param service how the process is named in traces, e.g. `portside-web`
 * @returns NO_TRACING without an endpoint
 * @example const tracing = await startTracing('portside-web', env)
 */
export async function startTracing(service: string, env: TracingEnv): Promise<Tracing> {
  const endpoint = env.OTEL_EXPORTER_OTLP_ENDPOINT
  if (endpoint === undefined) return NO_TRACING
  const { BatchSpanProcessor } = await import('@opentelemetry/sdk-trace')
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http')
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers: headersOf(env.OTEL_EXPORTER_OTLP_HEADERS ?? ''),
  })
  const processor = new BatchSpanProcessor({ exporter, scheduledDelayMillis: 1_000 })
  return installTracing(service, { processor, share: env.OTEL_TRACES_SAMPLER_ARG })
}

function headersOf(list: string): Record<string, string> {
  const pairs = list.split(',').flatMap((pair) => {
    const at = pair.indexOf('=')
    return at < 1 ? [] : [[pair.slice(0, at).trim(), decodeURIComponent(pair.slice(at + 1).trim())]]
  })
  return Object.fromEntries(pairs) as Record<string, string>
}

export interface InstallTracing {
  processor: SpanProcessor
  /** Of the traces that begin here, from 0 to 1; a trace is recorded as a whole or not at all. */
  share: number
}

export async function installTracing(
  service: string,
  { processor, share }: InstallTracing,
): Promise<Tracing> {
  const sdk = await import('@opentelemetry/sdk-trace')
  const { resourceFromAttributes } = await import('@opentelemetry/resources')
  const { AsyncLocalStorageContextManager } = await import('@opentelemetry/context-async-hooks')
  const ids = new sdk.RandomIdGenerator()
  let wanted: string | undefined
  const takeId = (): string => {
    const id = wanted ?? ids.generateSpanId()
    wanted = undefined
    return id
  }
  const provider = new sdk.TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service }),
    sampler: new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(share) }),
    idGenerator: { generateTraceId: () => ids.generateTraceId(), generateSpanId: takeId },
    spanProcessors: [processor],
  })
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  trace.setGlobalTracerProvider(provider)
  return {
    startSpan(name, { parent, attributes = {}, spanId, startedAt }) {
      wanted = spanId
      const times = startedAt === undefined ? {} : { startTime: startedAt }
      return provider
        .getTracer('portside')
        .startSpan(name, { attributes, ...times }, contextOf(parent))
    },
    async close() {
      await provider.shutdown()
      trace.disable()
      context.disable()
    },
  }
}
