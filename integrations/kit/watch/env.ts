/** What every process may be told about being watched: nothing is measured for others or traced unless it is set. */
import { z } from 'zod'

const text = (description: string, example: string): z.ZodString =>
  z.string().min(1).meta({ description, example })

export const watchEnv = z.object({
  METRICS_PORT: z.coerce.number().int().min(0).max(65_535).optional().meta({
    description: 'Port of the Prometheus metrics; none when empty',
    example: '9464',
  }),
  METRICS_HOST: text(
    'Address the metrics are bound to; they have no password, so loopback unless told',
    '127.0.0.1',
  ).default('127.0.0.1'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description: 'OpenTelemetry collector that takes OTLP over HTTP; no traces when empty',
      example: 'http://localhost:4318',
    }),
  OTEL_EXPORTER_OTLP_HEADERS: text(
    'Headers the collector asks for, name=value, separated by commas',
    'authorization=Bearer …',
  ).optional(),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1).meta({
    description: 'Share of requests that are traced, from 0 to 1',
    example: '0.1',
  }),
})

export type WatchEnv = z.output<typeof watchEnv>
